/** How much of a device is not at the office yet. Apart from the queue, because every screen asks and only the courier sends. */
import type { Device } from './device';

export interface Waiting {
  readonly ops: number;
  readonly blobs: number;
  /** When the oldest of them was written. */
  readonly oldest_ms: number | null;
}

export function countWaiting({ db }: Device): Promise<Waiting> {
  return db.read(['ops', 'blobs'], async (tx) => {
    const pending = tx.objectStore('ops').index('pending');
    const waiting = tx.objectStore('blobs').index('waiting');
    const [ops, blobs, first, blob] = await Promise.all([
      pending.count(),
      waiting.count(),
      pending.get(IDBKeyRange.lowerBound(0)),
      waiting.get(IDBKeyRange.lowerBound(0)),
    ]);
    const named = blob === undefined ? undefined : await tx.objectStore('ops').index('op_id').get(blob.op_id);
    const times = [first?.wall_ms, named?.wall_ms].filter((time) => time !== undefined);
    return { ops, blobs, oldest_ms: times.length === 0 ? null : Math.min(...times) };
  });
}
