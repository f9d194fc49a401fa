/**
 * What waits to be sent, and what the server's answers change. A receipt is stored in the same transaction that takes the op
 * off the queue; nothing is deleted. Sending needs no PIN: everything here travels as it lies.
 */

import { OVERHEAD } from '../protocol/aead';
import { isReceiptFor, type Receipt } from '../protocol/receipts';
import { SEGMENT } from '../protocol/sealing';
import type { Database, DeviceSchema, Table, Writing } from './database';
import type { Device } from './device';
import { ledgerOf } from './ledger';
import type { BlobRow, ChainHead, Enrolment, OpRow, RecordRow, ServerFacts, WrapRow } from './tables';
import { countWaiting, type Waiting } from './waiting';

export interface Batch {
  readonly epoch: string;
  readonly first_seq: number;
  readonly prev: string;
  readonly head: string;
  readonly ops: readonly OpRow[];
  readonly wraps: readonly WrapRow[];
}

export interface Result {
  readonly op_id: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly receipt?: Receipt | undefined;
}

/** The part of an answer that the queue acts on. */
export interface Answer {
  readonly generation: number | string;
  readonly results: readonly Result[];
  readonly expected_seq: number;
  readonly base: string | null;
  readonly durable_upto: number | null;
  readonly blobs_missing: readonly string[];
}

/** What the engine has to do after an answer. */
export type Verdict =
  | 'ok' // whatever had a receipt is off the queue
  | 'rewound' // the server stands behind: ops are back on the queue
  | 'fork' // begin a new epoch
  | 'bad_hash' // halve, then damage, then move
  | 'hole' // the server wants ops that this phone no longer has
  | 'nonsense'; // no receipt where one belongs: not an answer

const TABLES: Table[] = ['ops', 'meta', 'records', 'blobs'];
const STORED = ['accepted', 'duplicate', 'quarantined', 'fork'];
const ODD = ['quarantined', 'fork'];

const overhead = 400;
const weight = (op: OpRow): number => op.body.byteLength + (op.part?.byteLength ?? 0) + overhead;
const keyOf = (op: OpRow): string => (op.subject === '-' ? op.epoch : op.subject);

/** Consecutive ops of one epoch within the limits; at least one. */
function cut(rows: readonly OpRow[], max_bytes: number): OpRow[] {
  const taken: OpRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    const before = taken[taken.length - 1];
    bytes += weight(row);
    if (
      before !== undefined &&
      (row.epoch !== before.epoch || row.seq !== before.seq + 1 || bytes > max_bytes)
    )
      break;
    taken.push(row);
  }
  return taken;
}

export class Queue {
  private readonly db: Database<DeviceSchema>;

  constructor(readonly device: Device) {
    this.db = device.db;
  }

  enrolment(): Promise<Enrolment | undefined> {
    return this.db.read(
      ['meta'],
      (tx) => tx.objectStore('meta').get('enrol') as Promise<Enrolment | undefined>,
    );
  }

  async setRefused(refused: boolean): Promise<void> {
    await this.db.write(['meta'], async (tx) => {
      const meta = tx.objectStore('meta');
      const known = (await meta.get('enrol')) as Enrolment | undefined;
      if (known !== undefined && known.refused !== refused) await meta.put({ ...known, refused }, 'enrol');
    });
  }

  /** Null before the chain has begun. With nothing to send: an empty batch at the head. */
  batch(max_ops: number, max_bytes: number): Promise<Batch | null> {
    return this.db.read(['ops', 'wraps', 'meta'], async (tx) => {
      const [head, rows] = await Promise.all([
        tx.objectStore('meta').get('head') as Promise<ChainHead | undefined>,
        tx.objectStore('ops').index('pending').getAll(null, max_ops),
      ]);
      if (head === undefined) return null;
      const ops = cut(rows, max_bytes);
      const [first, last] = [ops[0], ops[ops.length - 1]];
      if (first === undefined || last === undefined) {
        return {
          epoch: head.epoch,
          first_seq: head.seq + 1,
          prev: head.hash,
          head: head.hash,
          ops,
          wraps: [],
        };
      }
      // After a forgotten PIN a subject has two keys; the office tries each.
      const names = new Map(ops.map((op) => [op.key_id, keyOf(op)]));
      const wraps = await Promise.all(
        [...names].map(([key_id, of]) => tx.objectStore('wraps').get([of, key_id])),
      );
      return {
        epoch: first.epoch,
        first_seq: first.seq,
        prev: first.prev,
        head: last.hash,
        ops,
        wraps: wraps.filter((wrap) => wrap !== undefined),
      };
    });
  }

  counts(): Promise<Waiting> {
    return countWaiting(this.device);
  }

  /** One transaction: receipts, records, what the server forgot, what it still wants. */
  async apply(batch: Batch, answer: Answer): Promise<Verdict> {
    try {
      return await this.db.write(TABLES, (tx) => takeAnswer(tx, batch, answer));
    } catch (error) {
      if (error instanceof Nonsense) return 'nonsense';
      throw error;
    }
  }

  /** The single op that the server could not read: its hash still stands in the chain, its body stays here. */
  async damage(pos: number): Promise<void> {
    await this.db.write(['ops'], async (tx) => {
      const row = await tx.objectStore('ops').get(pos);
      if (row !== undefined) await tx.objectStore('ops').put({ ...row, damaged: true });
    });
  }

  /** After a fork or a restored phone: what is written from now on stands in a new epoch. */
  async newEpoch(epoch: string, reason: string): Promise<void> {
    const head = await ledgerOf(this.device).head();
    if (head?.epoch === epoch) await ledgerOf(this.device).startEpoch(reason, head);
  }

  /**
   * Last resort, when a place in the chain can no longer be reached: the ops from there on take new places at the end, in a
   * new epoch, with the same ids and bodies. The office sees the break; nothing stays behind.
   */
  async move(epoch: string, from_pos: number, reason: string): Promise<void> {
    await this.newEpoch(epoch, reason);
    await this.db.write(['ops', 'meta'], async (tx) => {
      const meta = tx.objectStore('meta');
      const ops = tx.objectStore('ops');
      const head = (await meta.get('head')) as ChainHead;
      const rows = await ops.index('pending').getAll(IDBKeyRange.lowerBound(from_pos));
      const moving = rows.filter((row) => row.epoch === epoch && row.kind !== 'epoch.started');
      const stranded = rows.filter((row) => row.epoch === epoch && row.kind === 'epoch.started');
      const placed = ledgerOf(this.device).place(moving, head);
      const last = placed[placed.length - 1];
      for (const { pending: _, ...row } of stranded) await ops.put({ ...row, status: 'stranded' });
      for (const row of moving) await ops.delete(row.pos);
      for (const row of placed) await ops.put(row);
      if (last !== undefined)
        await meta.put({ epoch: last.epoch, seq: last.seq, hash: last.hash, pos: last.pos }, 'head');
    });
  }

  /** The oldest file whose op has its receipt. */
  nextBlob(skip: ReadonlySet<string>): Promise<BlobRow | null> {
    return this.db.read(['blobs', 'ops'], async (tx) => {
      const rows = await tx
        .objectStore('blobs')
        .index('waiting')
        .getAll(null, skip.size + 50);
      for (const row of rows) {
        if (skip.has(row.sha256)) continue;
        const op = await tx.objectStore('ops').index('op_id').get(row.op_id);
        if (op !== undefined && op.pending === undefined) return row;
      }
      return null;
    });
  }

  /** Bytes of the sealed file as one stream: what tus calls the upload. Null where a segment is gone. */
  readSealed(row: BlobRow, offset: number, length: number): Promise<ArrayBuffer | null> {
    const step = SEGMENT + OVERHEAD;
    const total = row.size + OVERHEAD * row.segments;
    const end = Math.min(offset + length, total);
    const [first, last] = [Math.floor(offset / step), Math.floor((end - 1) / step)];
    return this.db.read(['segments'], async (tx) => {
      const found = await tx
        .objectStore('segments')
        .getAll(IDBKeyRange.bound([row.sha256, first], [row.sha256, last]));
      if (found.length !== last - first + 1) return null;
      const out = new Uint8Array(end - offset);
      found.forEach((segment, i) => {
        const at = (first + i) * step;
        const [from, to] = [Math.max(offset, at), Math.min(end, at + segment.byteLength)];
        if (to > from) out.set(new Uint8Array(segment, from - at, to - from), from - offset);
      });
      return out.buffer;
    });
  }

  async setUpload(sha256: string, url: string | null): Promise<void> {
    await this.db.write(['blobs'], async (tx) => {
      const row = await tx.objectStore('blobs').get(sha256);
      if (row === undefined) return;
      const { upload: _, ...rest } = row;
      await tx.objectStore('blobs').put(url === null ? rest : { ...rest, upload: { url } });
    });
  }

  async blobStored(sha256: string): Promise<void> {
    await this.db.write(['blobs', 'records'], async (tx) => {
      const row = await tx.objectStore('blobs').get(sha256);
      if (row === undefined || row.state !== 'queued') return;
      const { waiting: _, upload: __, ...rest } = row;
      await tx.objectStore('blobs').put({ ...rest, state: 'stored' });
      await count(tx as unknown as Writing, row.subject, (record) => ({
        ...record,
        photos_sent: record.photos_sent + 1,
        bytes_sent: record.bytes_sent + row.size,
      }));
    });
  }

  /** Another try, or after `limit` of them out of the way of the others until somebody asks. */
  async blobFailed(sha256: string, why: 'photo-damaged' | 'server-refuses', limit: number): Promise<void> {
    await this.db.write(['blobs', 'records'], async (tx) => {
      const row = await tx.objectStore('blobs').get(sha256);
      if (row === undefined || row.state !== 'queued') return;
      const { upload: _, ...rest } = row;
      const tries = row.tries + 1;
      if (tries < limit) {
        await tx.objectStore('blobs').put({ ...rest, tries });
        return;
      }
      const { waiting: __, ...out } = rest;
      await tx.objectStore('blobs').put({ ...out, tries, state: 'refused' });
      await count(tx as unknown as Writing, row.subject, (record) => ({
        ...record,
        refused: record.refused + 1,
        refused_why: why,
      }));
    });
  }

  /** A person asked to try again. */
  async retryRefused(): Promise<void> {
    await this.db.write(TABLES, async (tx) => {
      const records = (await tx.objectStore('records').getAll()).filter((record) => record.refused > 0);
      // By visit: rows carry thumbnails, and all of them at once would fill a small phone.
      const found = await Promise.all(
        records.map(({ subject }) => tx.objectStore('blobs').index('subject').getAll(subject)),
      );
      for (const row of found.flat()) {
        if (row.state !== 'refused') continue;
        const op = await tx.objectStore('ops').index('op_id').get(row.op_id);
        await tx.objectStore('blobs').put({ ...row, state: 'queued', tries: 0, waiting: op?.pos ?? 1 });
        await count(tx, row.subject, (record) => ({ ...record, refused: Math.max(0, record.refused - 1) }));
      }
    });
  }
}

class Nonsense extends Error {}

async function count(tx: Writing, subject: string, change: (row: RecordRow) => RecordRow): Promise<void> {
  const row = await tx.objectStore('records').get(subject);
  if (row !== undefined) await tx.objectStore('records').put(change(row));
}

/** The server was restored: every op goes again, and the first receipts come back as `duplicate`. */
async function requeueAll(tx: Writing): Promise<void> {
  const [ops, records] = await Promise.all([
    tx.objectStore('ops').getAll(),
    tx.objectStore('records').getAll(),
  ]);
  for (const row of ops)
    if (row.status !== 'stranded') await tx.objectStore('ops').put({ ...row, pending: row.pos });
  for (const record of records) await tx.objectStore('records').put({ ...record, ops_sent: 0, odd: 0 });
}

/** Ops from `expected_seq` on that count as sent are not, whatever they were told. Forked ones stand on another branch. */
async function rewind(tx: Writing, epoch: string, expected_seq: number): Promise<boolean> {
  let moved = false;
  let cursor = await tx.objectStore('ops').openCursor(null, 'prev');
  while (cursor !== null) {
    const row = cursor.value;
    if (row.epoch === epoch && row.seq < expected_seq) break;
    if (
      row.epoch === epoch &&
      row.pending === undefined &&
      row.status !== 'fork' &&
      row.status !== 'stranded'
    ) {
      moved = true;
      await cursor.update({ ...row, pending: row.pos });
      await count(tx, row.subject, (record) => ({
        ...record,
        ops_sent: record.ops_sent - 1,
        odd: record.odd - (ODD.includes(row.status ?? '') ? 1 : 0),
      }));
    }
    cursor = await cursor.continue();
  }
  return moved;
}

async function requeueBlob(tx: Writing, sha256: string): Promise<void> {
  const row = await tx.objectStore('blobs').get(sha256);
  if (row === undefined || row.state !== 'stored') return;
  const op = await tx.objectStore('ops').index('op_id').get(row.op_id);
  await tx.objectStore('blobs').put({ ...row, state: 'queued', waiting: op?.pos ?? 1 });
  await count(tx, row.subject, (record) => ({
    ...record,
    photos_sent: record.photos_sent - 1,
    bytes_sent: record.bytes_sent - row.size,
  }));
}

function namesOp(receipt: Receipt | undefined, op: OpRow): receipt is Receipt {
  const hashes = [op.hash, ...(op.was ?? []).map((place) => place.hash)];
  return receipt !== undefined && hashes.some((hash) => isReceiptFor(receipt, op.scope, hash));
}

async function takeResult(tx: Writing, sent: OpRow, result: Result, receipt: Receipt): Promise<void> {
  const row = await tx.objectStore('ops').get(sent.pos);
  if (row?.pending === undefined || row.op_id !== sent.op_id) return;
  const { pending: _, reason: __, ...rest } = row;
  const reason = result.reason === undefined ? {} : { reason: result.reason };
  await tx.objectStore('ops').put({ ...rest, ...reason, status: result.status, receipt });
  await count(tx, row.subject, (record) => ({
    ...record,
    ops_sent: record.ops_sent + 1,
    odd: record.odd + (ODD.includes(result.status) ? 1 : 0),
  }));
}

/** Takes the receipts. Throws Nonsense where one is missing: then the whole answer changes nothing. */
async function takeReceipts(tx: Writing, batch: Batch, answer: Answer): Promise<void> {
  const results = new Map(answer.results.map((result) => [result.op_id, result]));
  for (const op of batch.ops) {
    const result = results.get(op.op_id);
    if (result === undefined || !STORED.includes(result.status) || !namesOp(result.receipt, op))
      throw new Nonsense();
    await takeResult(tx, op, result, result.receipt);
  }
}

async function takeAnswer(tx: Writing, batch: Batch, answer: Answer): Promise<Verdict> {
  const meta = tx.objectStore('meta');
  const [known, head] = await Promise.all([
    meta.get('server') as Promise<ServerFacts | undefined>,
    meta.get('head') as Promise<ChainHead>,
  ]);
  const { generation, durable_upto } = answer;
  const lost = known?.generation != null && known.generation !== generation;
  if (lost) await requeueAll(tx);
  const facts: ServerFacts = { generation, base: answer.base ?? known?.base ?? '-', durable_upto };
  await meta.put(facts, 'server');
  for (const sha256 of answer.blobs_missing) await requeueBlob(tx, sha256);
  const statuses = new Set(answer.results.map((result) => result.status));
  if (statuses.has('bad_hash')) return 'bad_hash';
  const gap = statuses.has('gap');
  if (!gap) await takeReceipts(tx, batch, answer);
  const ahead = batch.epoch === head.epoch && answer.expected_seq > head.seq + 1;
  if (statuses.has('fork') || ahead) return 'fork';
  const rewound = (await rewind(tx, batch.epoch, answer.expected_seq)) || lost;
  if (rewound) return 'rewound';
  return gap ? 'hole' : 'ok';
}
