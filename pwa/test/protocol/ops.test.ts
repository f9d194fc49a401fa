import { describe, expect, it } from 'vitest';
import { fromHex, TEXT_LIMIT, utf8 } from '@/protocol/bytes';
import { sha256Hex } from '@/protocol/hash';
import { BadText, cleanText, type Envelope, grammarFault, opHash, opText, writeText } from '@/protocol/ops';
import { uuid7, visitIdOf } from '@/protocol/uuid';
import { vectors } from './vectors';

type WrittenOp = Omit<Envelope, 'body_sha256'> & { body: string };
interface OpVectors {
  cases: { name: string; op: WrittenOp; body_sha256: string; text: string; hash: string }[];
  malformed: { name: string; field: string; op: WrittenOp }[];
  bodies: { name: string; text: string; reason: string | null }[];
  too_large: { limit_bytes: number; prefix: string; suffix: string; fill: string };
  visit_ids: { assignment: string; attempt: number; visit_id: string }[];
  uuid7: { unix_ms: number; random: string; uuid: string }[];
}
const v = vectors<OpVectors>('op');
const envelope = ({ body, ...op }: WrittenOp): Envelope => ({ ...op, body_sha256: sha256Hex(body) });

describe('op', () => {
  it.each(v.cases)('hashes like the vectors: $name', ({ op, body_sha256, text, hash }) => {
    const made = envelope(op);
    expect(made.body_sha256).toBe(body_sha256);
    expect(grammarFault(made)).toBeNull();
    expect(opText(made)).toBe(text);
    expect(opHash(made)).toBe(hash);
  });

  it.each(v.malformed)('is refused before it is chained: $name', ({ op, field }) => {
    expect(grammarFault(envelope(op))).toBe(field);
  });

  it.each(v.visit_ids)(
    'names attempt $attempt of a visit as the server does',
    async ({ assignment, attempt, visit_id }) => {
      expect(await visitIdOf(assignment, attempt)).toBe(visit_id);
    },
  );

  it.each(v.uuid7)('makes UUIDv7 $uuid', ({ unix_ms, random, uuid }) => {
    expect(uuid7(unix_ms, fromHex(random))).toBe(uuid);
  });
});

describe('body', () => {
  // A text that this device writes has passed through values, so only faults of values can occur.
  const OF_VALUES = ['unsafe_integer', 'nul', 'lone_surrogate', 'not_object', 'nonce'];

  it.each(v.bodies.filter((body) => body.reason === null))(
    'is written when in good form: $name',
    ({ text }) => {
      const written = writeText(JSON.parse(text) as object);
      expect(JSON.parse(written)).toEqual(JSON.parse(text));
    },
  );

  it.each(v.bodies.filter((body) => OF_VALUES.includes(body.reason ?? '')))(
    'is refused: $name',
    ({ text, reason }) => {
      expect(() => writeText(JSON.parse(text) as object)).toThrow(reason ?? '');
    },
  );

  it('is refused when a number has a fraction', () => {
    expect(() => writeText({ nonce: 'AAECAwQFBgcICQoLDA0ODw', a: 1.5 })).toThrow('float');
  });

  it('may be 64 kB and not a byte more', () => {
    const { prefix, suffix, fill, limit_bytes } = v.too_large;
    expect(limit_bytes).toBe(TEXT_LIMIT);
    const room = limit_bytes - utf8(prefix + suffix).length;
    const text = (n: number) => JSON.parse(prefix + fill.repeat(n) + suffix) as object;
    expect(writeText(text(room))).toHaveLength(limit_bytes);
    expect(() => writeText(text(room + 1))).toThrow(BadText);
  });

  it('keeps rare characters and drops only what no text may hold', () => {
    expect(cleanText('𠀀䶮㛃 家\ud83d\ude00')).toBe('𠀀䶮㛃 家\ud83d\ude00');
    expect(cleanText('a\ud83d')).toBe('a\ufffd');
    expect(cleanText('\ude00b\u0000c')).toBe('\ufffdbc');
    expect(() =>
      writeText({ nonce: 'AAECAwQFBgcICQoLDA0ODw', t: cleanText('\ud83d\ud83d\ude00\ude00\u0000') }),
    ).not.toThrow();
  });
});
