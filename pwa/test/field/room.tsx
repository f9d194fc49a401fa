// Opens the room with a phone of cardboard and goes through it as a thumb does.

import { act } from 'preact/test-utils';
import type { RoomProps } from '@/app/rooms';
import { path, startRouter } from '@/app/router';
import { FieldApp } from '@/field';
import { mount, nameOf, settle } from '../ui/mount';
import { fakePhone, type Options } from './fake_phone';
import * as world from './world';

let routing = false;

export const taps = { n: 0, screens: [] as string[] };

/** Lazy chunks, storage and hash changes need real turns of the loop. */
export async function turn(): Promise<void> {
  await act(async () => {
    for (let at = 0; at < 6; at += 1) await new Promise((resolve) => setTimeout(resolve, 0));
  });
  await settle();
}

export async function until<T>(look: () => T | null | undefined | false, what: string): Promise<T> {
  for (let at = 0; at < 60; at += 1) {
    const found = look();
    if (found) return found;
    await turn();
  }
  throw new Error(`never seen: ${what}; the page says ${document.body.textContent?.slice(0, 300)}`);
}

export async function openRoom(
  options: Options = {},
  at = '#/',
  prepare: (fake: ReturnType<typeof fakePhone>) => void = () => undefined,
) {
  if (!routing) startRouter();
  routing = true;
  if (!('permissions' in navigator))
    Object.defineProperty(navigator, 'permissions', {
      value: { query: async () => ({ state: 'denied' }) },
      configurable: true,
    });
  taps.n = 0;
  taps.screens = [];
  location.hash = at;
  path.value = at.replace(/^#/, '');
  const fake = fakePhone(options);
  prepare(fake);
  const props: RoomProps = {
    phone: fake.phone,
    user: world.me,
    config: null,
    signOut: async () => undefined,
  };
  mount(<FieldApp {...props} />);
  await turn();
  return fake;
}

export const title = (): string => document.querySelector('h1')?.textContent ?? '';
export const text = (): string => document.body.textContent ?? '';

export async function at(words: string): Promise<void> {
  await until(() => title().includes(words), `the screen ${words}`);
  if (taps.screens.at(-1) !== location.hash) taps.screens.push(location.hash);
}

export function named(selector: string, words: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((one) => nameOf(one).includes(words));
}

/** One tap of the thumb; it counts. */
export async function tap(selector: string, words = ''): Promise<void> {
  const target = await until(() => named(selector, words), `${selector} ${words}`);
  taps.n += 1;
  act(() => target.click());
  await turn();
}

export async function choose(key: string, label: string): Promise<void> {
  await tap(`[id="q-${key}"] label`, label);
}

export async function pin(digits: string): Promise<void> {
  await until(() => document.querySelector('.pin-keys'), 'the keys');
  for (const digit of digits) await tap('.pin-keys button', digit);
}
