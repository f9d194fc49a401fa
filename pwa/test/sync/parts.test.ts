import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aesKey, chance } from '@/protocol/aead';
import { concat, utf8 } from '@/protocol/bytes';
import { sha256Hex } from '@/protocol/hash';
import { cleanText, grammarFault, opHash, writeText } from '@/protocol/ops';
import { openText, sealText } from '@/protocol/sealing';
import type { Device } from '@/store/device';
import { Queue } from '@/store/queue';
import { backoff } from '@/sync/backoff';
import { request } from '@/sync/transport';
import { LEAST, MOST, Pace } from '@/sync/upload';
import { photo, start, World } from './world';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeEach(async () => {
  world = await World.make();
});
afterEach(() => world.end());

describe('any text', () => {
  it('that a keyboard makes can be written, sealed and read again', async () => {
    const key = await aesKey(chance(new Uint8Array(32)));
    const typed = fc.string({ unit: 'binary', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(typed, async (words) => {
        const text = writeText({ nonce: 'AAECAwQFBgcICQoLDA0ODw', words: cleanText(words) });
        const op_id = '019aafb2-c400-7a31-9c55-3f8e0d12a4b6';
        expect(await openText(key, op_id, 'part', await sealText(key, op_id, 'part', text))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('without broken halves is left alone by cleaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        fc.pre(!words.includes('\u0000'));
        expect(cleanText(words)).toBe(words);
      }),
    );
  });
});

describe('pace', () => {
  it('stays between the smallest and the largest chunk, whatever the link does', () => {
    const event = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 600_000 }));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const pace = new Pace();
        for (const took_ms of events) {
          if (took_ms === null) pace.failed();
          else pace.went(pace.bytes, took_ms);
          expect(pace.bytes).toBeGreaterThanOrEqual(LEAST);
          expect(pace.bytes).toBeLessThanOrEqual(MOST);
        }
      }),
    );
  });

  it('finds the chunk that a slow line carries in eight seconds', () => {
    const pace = new Pace();
    for (let n = 0; n < 12; n++) pace.went(pace.bytes, pace.bytes / 50);
    expect(pace.bytes).toBe(400_000);
  });
});

describe('back-off', () => {
  it('is spread over all of a growing time, and never more than a quarter of an hour', () => {
    const half = (into: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => into.fill(0x80);
    expect([1, 2, 3].map((n) => Math.round(backoff(n, half) / 1000))).toEqual([2, 4, 8]);
    expect(backoff(99, (into) => into.fill(0xff))).toBeLessThanOrEqual(900_000);
    expect(backoff(1, (into) => into.fill(0))).toBe(0);
  });
});

describe('an answer', () => {
  const get = { method: 'GET', path: '/x', wants: 'json' as const };
  const answered = (response: Response) => request({ ...world.env(), fetch: async () => response }, get);
  const json = { 'Content-Type': 'application/json' };

  it('is ours only with our type', async () => {
    expect(await answered(new Response('{"a":1}', { headers: json }))).toMatchObject({
      kind: 'ok',
      json: { a: 1 },
    });
    expect(await answered(new Response('<html>', { headers: { 'Content-Type': 'text/html' } }))).toEqual({
      kind: 'portal',
    });
    expect(await answered(new Response('<html>', { headers: json }))).toEqual({ kind: 'portal' });
    expect(await answered(new Response('no', { status: 404 }))).toEqual({ kind: 'portal' });
    expect(await answered(new Response('no', { status: 511 }))).toMatchObject({
      kind: 'problem',
      status: 511,
    });
  });

  it('may ask to wait in seconds or until a day', async () => {
    const wait = (value: string) =>
      answered(new Response('', { status: 503, headers: { 'Retry-After': value } }));
    expect(await wait('12')).toMatchObject({ retry_ms: 12_000 });
    expect(await wait(new Date(world.now_ms + 60_000).toUTCString())).toMatchObject({ retry_ms: 60_000 });
    expect(await wait('soon')).toMatchObject({ retry_ms: null });
  });
});

describe('the queue', () => {
  it('reads any slice of a sealed file as it lies', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    await visit.addPhoto(photo(9, 2_500_000));
    const device = (phone as unknown as { device: { value: Device } }).device.value;
    const queue = new Queue(device);
    const [row] = await device.db.read(['blobs'], (tx) => tx.objectStore('blobs').getAll());
    if (row === undefined) throw new Error('no file');
    const total = 2_500_000 + 3 * 28;
    const whole = new Uint8Array((await queue.readSealed(row, 0, total)) as ArrayBuffer);
    expect(whole).toHaveLength(total);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: total - 1 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        async (at, length) => {
          const slice = new Uint8Array((await queue.readSealed(row, at, length)) as ArrayBuffer);
          expect(sha256Hex(slice)).toBe(sha256Hex(whole.slice(at, at + length)));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('cuts batches that are chains of their own', async () => {
    const phone = await world.ready(1);
    world.office.next_fault = () => 'drop-request';
    const visit = await start(phone);
    for (let n = 0; n < 9; n++) await visit.sign({ who: 'leader', way: 'own', strokes: [[n]], fix: null });
    const device = (phone as unknown as { device: { value: Device } }).device.value;
    const queue = new Queue(device);
    for (const [ops, bytes] of [
      [3, 1e9],
      [500, 1],
      [500, 1500],
      [500, 1e9],
    ] as const) {
      const batch = await queue.batch(ops, bytes);
      if (batch === null) throw new Error('no chain');
      let prev = batch.prev;
      for (const [i, op] of batch.ops.entries()) {
        const envelope = { ...op, device: device.id, seq: batch.first_seq + i, prev };
        expect(grammarFault(envelope)).toBeNull();
        prev = opHash(envelope);
      }
      expect(prev).toBe(batch.head);
      expect(batch.ops.length).toBeGreaterThan(0);
      expect(batch.ops.length).toBeLessThanOrEqual(ops);
      expect(batch.wraps.length).toBeLessThanOrEqual(1 + batch.ops.length);
    }
    expect(concat(utf8('a'), utf8('b'))).toHaveLength(2);
  });
});
