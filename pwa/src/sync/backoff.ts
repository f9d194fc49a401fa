/** Full jitter: a thousand phones that lost one server do not come back in one second. */
import type { Random } from '@/protocol/aead';

const BASE_MS = 2_000;
const MOST_MS = 15 * 60_000;

/** A wait before the next try after `failures` (from 1) in a row. */
export function backoff(failures: number, random: Random): number {
  const bytes = random(new Uint8Array(4));
  const chance = new DataView(bytes.buffer).getUint32(0) / 2 ** 32;
  return Math.floor(chance * Math.min(MOST_MS, BASE_MS * 2 ** Math.min(failures, 20)));
}
