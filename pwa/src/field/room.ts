// What every screen of the room may use, handed down once.
import { signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import type { RoomProps } from '@/app/rooms';
import type { OfficeSetting, Phone } from '@/store/contract';
import type { Watcher } from './place/watcher';

export interface Room extends RoomProps {
  readonly watcher: Watcher;
}

export const RoomContext = createContext<Room | null>(null);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error('outside of the field room');
  return room;
}

/** The time as the lists need it; moves every half minute while a page is in sight. */
export const now = signal(Date.now());

export function startClock(): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') now.value = Date.now();
  }, 30_000);
  return () => clearInterval(timer);
}

export function officeOf(phone: Phone): OfficeSetting | null {
  return phone.rows.settings.value.get('office') ?? null;
}

/** The number that a household may call, and the one that an inspector calls. */
export function phonesOf(room: Room): { readonly hotline: string | null; readonly office: string | null } {
  const office = officeOf(room.phone);
  const hotline = office?.hotline ?? room.config?.hotline ?? null;
  return { hotline, office: room.config?.office_phone ?? hotline };
}

/** For screens whose code is fetched: when they appear, their heading takes the focus that the last screen left behind. */
export function useHeading(): void {
  useEffect(() => {
    if (document.activeElement === document.body)
      document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, []);
}
