/** A receipt says where in the log an op stands; a checkpoint says how large the log was. docs/protocol.md §5. */
import { concat, fromBase64, hex, utf8 } from './bytes';
import { canonical } from './canonical';
import { sha256Hex } from './hash';

export interface Receipt {
  readonly index: number;
  readonly leaf: string;
}

export const leafOf = (scope: string, op_hash: string): string =>
  canonical({ g: scope, h: op_hash, t: 'op', v: 1 });

export const leafHash = (leaf: string): string => sha256Hex(concat(new Uint8Array([0]), utf8(leaf)));

/** An answer whose leaf names another op is no receipt for this one. */
export const isReceiptFor = (receipt: Receipt, scope: string, op_hash: string): boolean =>
  Number.isSafeInteger(receipt.index) && receipt.index >= 0 && receipt.leaf === leafOf(scope, op_hash);

/** `generation:size:root` of a C2SP checkpoint (field 10 of an op), or null where the text is none. */
export function baseOf(checkpoint: string): string | null {
  const found = /^[^\n]*\/g([1-9][0-9]{0,15})\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n/.exec(checkpoint);
  if (found === null) return null;
  const [, generation, size, root] = found as unknown as [string, string, string, string];
  return `${generation}:${size}:${hex(fromBase64(root))}`;
}
