/** One device, one sequence: does this op follow that one? Twin of `sync/chain.py`. */
import { type Envelope, NO_HASH, opHash } from './ops';

export interface Head {
  readonly epoch: string;
  readonly seq: number;
  readonly hash: string;
}

export type Break = 'epoch' | 'seq' | 'kind' | 'prev';

/** Why `op` cannot follow `after` (null: before seq 1), or null. */
export function breakAt(after: Head | null, op: Envelope): Break | null {
  if (after !== null && after.epoch !== op.epoch) return 'epoch';
  const starts = op.kind === 'epoch.started';
  if (after === null ? op.seq === 1 && !starts : starts) return 'kind';
  if (op.seq !== (after?.seq ?? 0) + 1) return 'seq';
  return op.prev === (after?.hash ?? NO_HASH) ? null : 'prev';
}

export const headAfter = (op: Envelope): Head => ({ epoch: op.epoch, seq: op.seq, hash: opHash(op) });
