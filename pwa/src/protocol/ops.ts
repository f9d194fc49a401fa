/** The op: fifteen fields, one a line, and their SHA-256. Twin of `sync/ops.py`; docs/protocol.md §2. */
import { lines, TEXT_LIMIT, utf8 } from './bytes';
import { sha256Hex } from './hash';
import { UUID, UUID_V7 } from './uuid';

export const TAG = 'fangcha/op/1';
export const NO_HASH = '0'.repeat(64);
export const NO_EPOCH = '0'.repeat(16);

export interface Envelope {
  readonly device: string;
  readonly epoch: string;
  readonly seq: number;
  readonly op_id: string;
  readonly kind: string;
  readonly schema: number;
  readonly scope: string;
  readonly subject: string;
  readonly base: string;
  readonly wall_ms: number;
  readonly mono_ms: number;
  readonly boot: string;
  readonly body_sha256: string;
  readonly prev: string;
}

const text = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
const integer = (min: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= min;
const HASH = text(/^[0-9a-f]{64}$/);

const GRAMMAR: { readonly [field in keyof Envelope]: (value: unknown) => boolean } = {
  device: text(UUID),
  epoch: text(/^[0-9a-f]{16}$/),
  seq: integer(1),
  op_id: text(UUID_V7),
  kind: text(/^(?=.{1,40}$)[a-z]+(\.[a-z]+)+$/),
  schema: integer(1),
  scope: text(/^(-|[A-Z0-9-]{4,32})$/),
  subject: (value) => value === '-' || text(UUID)(value),
  base: text(/^(-|[1-9][0-9]{0,15}:(0|[1-9][0-9]{0,15}):[0-9a-f]{64})$/),
  wall_ms: (value) => Number.isSafeInteger(value),
  mono_ms: integer(0),
  boot: text(/^[0-9a-f]{8}$/),
  body_sha256: HASH,
  prev: HASH,
};

/** The first field outside the grammar, or null. The server answers `bad_hash` to such an op, so the phone never chains one. */
export function grammarFault(op: Envelope): keyof Envelope | null {
  for (const field of Object.keys(GRAMMAR) as (keyof Envelope)[]) {
    if (!GRAMMAR[field](op[field])) return field;
  }
  return (op.seq === 1) === (op.prev === NO_HASH) ? null : 'prev';
}

export const opText = (op: Envelope): string =>
  lines(
    TAG,
    op.device,
    op.epoch,
    op.seq,
    op.op_id,
    op.kind,
    op.schema,
    op.scope,
    op.subject,
    op.base,
    op.wall_ms,
    op.mono_ms,
    op.boot,
    op.body_sha256,
    op.prev,
  );

export const opHash = (op: Envelope): string => sha256Hex(opText(op));

export class BadText extends Error {
  constructor(
    readonly reason:
      | 'float'
      | 'unsafe_integer'
      | 'nul'
      | 'lone_surrogate'
      | 'not_object'
      | 'nonce'
      | 'too_large',
  ) {
    super(reason);
    this.name = 'BadText';
  }
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/;

function checkString(value: string): void {
  if (value.includes('\u0000')) throw new BadText('nul');
  if (LONE.test(value)) throw new BadText('lone_surrogate');
}

function checkValue(value: unknown): void {
  if (typeof value === 'string') checkString(value);
  else if (typeof value === 'number') {
    if (!Number.isInteger(value)) throw new BadText('float');
    if (!Number.isSafeInteger(value)) throw new BadText('unsafe_integer');
  } else if (value !== null && typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) {
      checkString(key);
      checkValue(member);
    }
  }
}

/**
 * A body or part as the text that is hashed. The device writes it itself, so the faults that only a foreign text can have
 * (a key twice, an exponent) cannot arise. Throws BadText.
 */
export function writeText(value: object): string {
  if (Array.isArray(value)) throw new BadText('not_object');
  if (!/^[\w-]{21}[AQgw]$/.test(String((value as { nonce?: unknown }).nonce))) throw new BadText('nonce');
  checkValue(value);
  const written = JSON.stringify(value);
  if (utf8(written).length > TEXT_LIMIT) throw new BadText('too_large');
  return written;
}

/** What a keyboard may leave behind and no text may hold: half a surrogate pair and U+0000. Everything else stays as typed. */
export const cleanText = (typed: string): string =>
  typed
    .split('\u0000')
    .join('')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, '\ufffd')
    .replace(/([^\ud800-\udbff]|^)[\udc00-\udfff]/g, '$1\ufffd');
