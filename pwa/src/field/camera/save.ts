// A still becomes evidence: encoded, hashed, and in the phone's store, before anything on the screen says so.
import { sha256Large } from '@/protocol/bytes';
import type { DraftPhoto, PhotoSource, VisitHandle } from '@/store/contract';
import { shotOf } from '../model/form';
import type { Watcher } from '../place/watcher';
import { jpegOf, type Still, thumbOf } from './picture';
import type { Slot } from './slot';

export interface Taken {
  readonly still: Still;
  readonly source: PhotoSource;
  readonly covered: boolean;
}

/** A photo that was taken after all takes back the reason why it could not be. */
async function takeBackReason(handle: VisitHandle, slot: Slot): Promise<void> {
  if (!slot.ask || !slot.skipped) return;
  const { answers, shots_skipped, notes } = handle.draft.value;
  if (answers[slot.ask.key] !== undefined) await handle.setAnswer(slot.ask.key, undefined);
  const shot = shotOf(slot.ask) ?? slot.shot;
  if (shots_skipped[shot] === undefined) return;
  const without = (from: Readonly<Record<string, string>>, key: string): Record<string, string> =>
    Object.fromEntries(Object.entries(from).filter(([one]) => one !== key));
  await handle.patch({ shots_skipped: without(shots_skipped, shot), notes: without(notes, `photo.${shot}`) });
}

export async function savePhoto(
  handle: VisitHandle,
  watcher: Watcher,
  slot: Slot,
  taken: Taken,
): Promise<DraftPhoto> {
  const [bytes, thumb, place] = await Promise.all([jpegOf(taken.still), thumbOf(taken.still), watcher.fix()]);
  const photo = await handle.addPhoto({
    bytes,
    thumb,
    mime: 'image/jpeg',
    shot: slot.shot,
    ...(slot.item === undefined ? {} : { item: slot.item }),
    w: taken.still.w,
    h: taken.still.h,
    source: taken.source,
    covered: taken.covered,
    fix: place.fix,
    ...(place.no_fix === undefined ? {} : { no_fix: place.no_fix }),
  });
  await takeBackReason(handle, slot);
  return photo;
}

/** The short hash of the mark; of the bytes as they will be stored. */
export async function shortHash(still: Still): Promise<string> {
  return shorten(await sha256Large(await jpegOf(still)));
}

export function shorten(sha256: string): string {
  return sha256.slice(0, 4).toUpperCase();
}
