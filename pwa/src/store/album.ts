/** Photos and recordings that lie on this phone, opened for display. */

import { open as openSealed } from '../protocol/aead';
import { lines, sha256Large } from '../protocol/bytes';
import { openFile } from '../protocol/sealing';
import type { Device } from './device';
import { PhoneError } from './errors';
import { itemKeyNamed } from './item_keys';

export const thumbAad = (sha256: string): string => lines('fangcha/thumb/1', sha256);

/** Clear bytes. Rejects `not-found` where they were never here or were discarded, `photo-damaged` where they no longer match. */
export async function readFile(device: Device, sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer> {
  device.keys.need();
  const [row, segments] = await device.db.read(['blobs', 'segments'], (tx) =>
    Promise.all([
      tx.objectStore('blobs').get(sha256),
      size === 'thumb'
        ? Promise.resolve([])
        : tx
            .objectStore('segments')
            .getAll(IDBKeyRange.bound([sha256, 0], [sha256, Number.MAX_SAFE_INTEGER])),
    ]),
  );
  if (row === undefined || row.state === 'discarded') throw new PhoneError('not-found');
  if (size === 'thumb' && row.thumb === undefined) return readFile(device, sha256, 'full');
  const item = await itemKeyNamed(device.keys, row.subject, row.key_id);
  try {
    if (size === 'thumb' && row.thumb !== undefined) {
      return (await openSealed(item.key, new Uint8Array(row.thumb), thumbAad(sha256))).buffer;
    }
    if (segments.length !== row.segments) throw new PhoneError('photo-damaged');
    const clear = await openFile(
      item.key,
      sha256,
      segments.map((bytes) => new Uint8Array(bytes)),
    );
    if ((await sha256Large(clear)) !== sha256) throw new PhoneError('photo-damaged');
    return clear.buffer;
  } catch (error) {
    if (error instanceof Error && error.name === 'CannotOpen') throw new PhoneError('photo-damaged');
    throw error;
  }
}
