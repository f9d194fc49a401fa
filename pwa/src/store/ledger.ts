/**
 * Writing ops. Everything slow (JSON, deflate, sealing, hashing of photos) happens before the transaction; inside it only
 * requests and the synchronous SHA-256: op, sealed bytes, counters, draft and chain head stand or fall together.
 */
import { base64url, TEXT_LIMIT } from '../protocol/bytes';
import { breakAt } from '../protocol/chain';
import { sha256Hex } from '../protocol/hash';
import { type Envelope, grammarFault, NO_EPOCH, NO_HASH, opHash, writeText } from '../protocol/ops';
import { sealText } from '../protocol/sealing';
import { uuid7 } from '../protocol/uuid';
import { asBuffer } from './buffers';
import type { JsonObject } from './contract';
import type { Database, DeviceSchema, Table, Writing } from './database';
import type { Device } from './device';
import { type Env, randomBytes, randomHex } from './env';
import { PhoneError, Stale, untilFresh } from './errors';
import { itemKey, putFresh, stored } from './item_keys';
import type { ItemKey, Keyring } from './keyring';
import type { BlobRow, ChainHead, OpRow, RecordRow, ServerFacts } from './tables';

export interface NewOp {
  readonly kind: string;
  readonly scope: string;
  readonly subject: string;
  readonly body: JsonObject;
  readonly part?: JsonObject | undefined;
}

/** Sealed and ready; only its place in the chain is missing. */
export interface Prepared {
  readonly row: Omit<OpRow, 'pos' | 'epoch' | 'seq' | 'prev' | 'hash' | 'base'>;
  readonly item: ItemKey;
}

export interface NewBlob {
  readonly row: Omit<BlobRow, 'waiting' | 'op_id'>;
  readonly segments: readonly ArrayBuffer[];
  /** The op of this append that names it. */
  readonly op_index: number;
}

export interface Append {
  readonly ops: readonly Prepared[];
  readonly blobs?: readonly NewBlob[];
  /** Where the chain must stand, for ops whose content depends on it. */
  readonly expect?: { readonly head: ChainHead; readonly base: string };
  readonly record?: (row: RecordRow | undefined) => RecordRow;
  /** More that belongs into the same transaction. */
  readonly also?: (tx: Writing, ops: readonly OpRow[]) => Promise<unknown>;
  readonly also_tables?: readonly Table[];
}

export const SCHEMA = 1;
const TABLES: Table[] = ['meta', 'ops', 'wraps', 'records', 'blobs', 'segments'];
export const emptyRecord = (subject: string, kind: 'visit' | 'alarm', now_ms: number): RecordRow => ({
  subject,
  kind,
  opened_ms: now_ms,
  closed_ms: null,
  ops_total: 0,
  ops_sent: 0,
  photos_total: 0,
  photos_sent: 0,
  bytes_total: 0,
  bytes_sent: 0,
  odd: 0,
  refused: 0,
  card: null,
  data_key: null,
});

export const envelopeOf = (device: string, row: OpRow): Envelope => ({ ...row, device });

export class Ledger {
  constructor(
    private readonly db: Database<DeviceSchema>,
    private readonly keys: Keyring,
    private readonly env: Env,
  ) {}

  private nonce(): string {
    return base64url(randomBytes(this.env, 16));
  }

  private text(value: JsonObject): string {
    try {
      return writeText({ nonce: this.nonce(), ...value });
    } catch (error) {
      if ((error as { reason?: string }).reason === 'too_large')
        throw new PhoneError('too-long', { limit: TEXT_LIMIT });
      throw error;
    }
  }

  /** `of` names the item key: the subject, or the epoch where there is none. */
  async prepare(op: NewOp, of = op.subject): Promise<Prepared> {
    const item = await itemKey(this.keys, of);
    const op_id = uuid7(this.env.now(), randomBytes(this.env, 10));
    const part = op.part === undefined ? undefined : this.text(op.part);
    const body = this.text(part === undefined ? op.body : { ...op.body, part_sha256: sha256Hex(part) });
    const sealed = await sealText(item.key, op_id, 'body', body, this.env.random);
    const sealed_part =
      part === undefined
        ? {}
        : { part: asBuffer(await sealText(item.key, op_id, 'part', part, this.env.random)) };
    return {
      item,
      row: {
        op_id,
        kind: op.kind,
        schema: SCHEMA,
        scope: op.scope,
        subject: op.subject,
        wall_ms: Math.round(this.env.now()),
        mono_ms: Math.max(0, Math.floor(this.env.mono())),
        boot: this.env.boot,
        body_sha256: sha256Hex(body),
        body: asBuffer(sealed),
        ...sealed_part,
        key_id: item.key_id,
      },
    };
  }

  head(): Promise<ChainHead | undefined> {
    return this.db.read(
      ['meta'],
      (tx) => tx.objectStore('meta').get('head') as Promise<ChainHead | undefined>,
    );
  }

  /** Places ops behind a head, with their hashes. Pure, so that a closing visit can sign what will stand there. */
  chain(ops: readonly Prepared[], head: ChainHead, base: string): OpRow[] {
    const placed: OpRow[] = [];
    let { seq, hash, pos } = head;
    for (const { row } of ops) {
      seq += 1;
      pos += 1;
      const envelope = { ...row, device: this.keys.device, epoch: head.epoch, seq, base, prev: hash };
      const fault = grammarFault(envelope);
      const broken = breakAt(seq === 1 ? null : { epoch: head.epoch, seq: seq - 1, hash }, envelope);
      if (fault !== null || broken !== null)
        throw new TypeError(`op outside the grammar: ${fault ?? broken}`);
      hash = opHash(envelope);
      placed.push({ ...row, epoch: head.epoch, seq, base, prev: envelope.prev, hash, pos, pending: pos });
    }
    return placed;
  }

  /** New places behind `head` for ops that have lost theirs: same ids, same bodies. */
  place(rows: readonly OpRow[], head: ChainHead): OpRow[] {
    let { seq, hash, pos } = head;
    return rows.map((row) => {
      seq += 1;
      pos += 1;
      const was = [...(row.was ?? []), { epoch: row.epoch, seq: row.seq, hash: row.hash }];
      const moved = { ...row, epoch: head.epoch, seq, prev: hash, pos, pending: pos, was };
      hash = opHash(envelopeOf(this.keys.device, moved));
      return { ...moved, hash };
    });
  }

  /**
   * One strict transaction. Throws Stale when `expect` no longer holds or another tab made the item key first.
   * May run twice on a healed handle: an op that is there already counts as written.
   */
  async append(change: Append): Promise<OpRow[]> {
    const tables = [...new Set([...TABLES, ...(change.also_tables ?? [])])];
    const rows = await this.db.write(tables, (tx) => this.appendIn(tx, change));
    for (const { item } of change.ops) stored(this.keys, item);
    return rows;
  }

  private async appendIn(tx: Writing, change: Append): Promise<OpRow[]> {
    const meta = tx.objectStore('meta');
    const [head, server, there] = await Promise.all([
      meta.get('head') as Promise<ChainHead | undefined>,
      meta.get('server') as Promise<ServerFacts | undefined>,
      tx
        .objectStore('ops')
        .index('op_id')
        .get(change.ops[0]?.row.op_id ?? ''),
    ]);
    if (there !== undefined)
      return tx.objectStore('ops').getAll(IDBKeyRange.lowerBound(there.pos), change.ops.length);
    if (head === undefined) throw new PhoneError('not-enrolled');
    const { expect } = change;
    const base = server?.base ?? '-';
    if (expect !== undefined && (expect.head.hash !== head.hash || expect.base !== base)) throw new Stale();
    const rows = this.chain(change.ops, head, base);
    for (const item of new Map(change.ops.map((op) => [op.item.key_id, op.item])).values()) {
      await putFresh(this.keys, tx, item);
    }
    await this.putRows(tx, rows);
    const record = await this.countOps(tx, rows, change.record);
    for (const blob of change.blobs ?? []) await this.putBlob(tx, blob, rows[blob.op_index] as OpRow, record);
    if (record !== null) await tx.objectStore('records').put(record);
    await change.also?.(tx, rows);
    return rows;
  }

  private async putRows(tx: Writing, rows: readonly OpRow[]): Promise<void> {
    const last = rows[rows.length - 1];
    if (last === undefined) return;
    const head: ChainHead = { epoch: last.epoch, seq: last.seq, hash: last.hash, pos: last.pos };
    for (const row of rows) await tx.objectStore('ops').put(row);
    await tx.objectStore('meta').put(head, 'head');
  }

  private async countOps(
    tx: Writing,
    rows: readonly OpRow[],
    change: Append['record'],
  ): Promise<RecordRow | null> {
    const first = rows[0];
    if (first === undefined || first.subject === '-') return null;
    const known = await tx.objectStore('records').get(first.subject);
    const kind = first.kind === 'alarm.raised' ? 'alarm' : 'visit';
    const start = known ?? emptyRecord(first.subject, kind, first.wall_ms);
    const counted = { ...start, ops_total: start.ops_total + rows.length };
    return change === undefined ? counted : change(counted);
  }

  /** The same bytes twice are one file: it stays where and under which key it lay first. */
  private async putBlob(tx: Writing, blob: NewBlob, op: OpRow, record: RecordRow | null): Promise<void> {
    const known = await tx.objectStore('blobs').get(blob.row.sha256);
    if (known !== undefined && known.state !== 'discarded') return;
    const segments = tx.objectStore('segments');
    await tx.objectStore('blobs').put({ ...blob.row, op_id: op.op_id, waiting: op.pos });
    for (const [i, bytes] of blob.segments.entries()) await segments.put(bytes, [blob.row.sha256, i]);
    if (record === null) return;
    record.photos_total += 1;
    record.bytes_total += blob.row.size;
  }

  /** The first op of the first epoch. Does nothing where the chain has begun. */
  async begin(): Promise<void> {
    if ((await this.head()) !== undefined) return;
    await this.startEpoch('enrolled', null);
  }

  /** A new epoch that names the end of the old one. `from` = the head that must still stand, so that two tabs start one, not two. */
  async startEpoch(reason: string, from: ChainHead | null): Promise<void> {
    const epoch = randomHex(this.env, 8);
    const body = {
      prev_epoch: from?.epoch ?? NO_EPOCH,
      prev_seq: from?.seq ?? 0,
      prev_hash: from?.hash ?? NO_HASH,
      reason,
    };
    const op = await this.prepare({ kind: 'epoch.started', scope: '-', subject: '-', body }, epoch);
    await untilFresh(() =>
      this.db.write(TABLES, async (tx) => {
        const meta = tx.objectStore('meta');
        const head = (await meta.get('head')) as ChainHead | undefined;
        if (head?.hash !== from?.hash) return;
        const server = (await meta.get('server')) as ServerFacts | undefined;
        const rows = this.chain(
          [op],
          { epoch, seq: 0, hash: NO_HASH, pos: head?.pos ?? 0 },
          server?.base ?? '-',
        );
        await putFresh(this.keys, tx, op.item);
        await this.putRows(tx, rows);
      }),
    );
  }

  /** Hashes that a digest covers: this visit's ops since its last `visit.closed`, in chain order. */
  async openHashes(
    subject: string,
  ): Promise<{ hashes: string[]; last_closed: string | null; head: ChainHead; base: string }> {
    return this.db.read(['ops', 'meta'], async (tx) => {
      const meta = tx.objectStore('meta');
      const [rows, head, server] = await Promise.all([
        tx.objectStore('ops').index('subject').getAll(subject),
        meta.get('head') as Promise<ChainHead | undefined>,
        meta.get('server') as Promise<ServerFacts | undefined>,
      ]);
      if (head === undefined) throw new PhoneError('not-enrolled');
      rows.sort((a, b) => a.pos - b.pos);
      const closed = rows.map((row) => row.kind).lastIndexOf('visit.closed');
      return {
        hashes: rows.slice(closed + 1).map((row) => row.hash),
        last_closed: rows[closed]?.hash ?? null,
        head,
        base: server?.base ?? '-',
      };
    });
  }
}

/** It keeps nothing of its own: one more costs nothing. */
export const ledgerOf = ({ db, keys, env }: Device): Ledger => new Ledger(db, keys, env);
