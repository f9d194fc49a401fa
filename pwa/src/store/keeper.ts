/**
 * Keeps one draft: every change goes to the disk, sealed, before its promise resolves. Changes that come while a write is
 * under way go together in the next one. Two tabs: the draft has a revision, and a change is applied again to what the other wrote.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { seal } from '../protocol/aead';
import { sha256Large } from '../protocol/bytes';
import { sealFile, segmentCount } from '../protocol/sealing';
import { readFile, thumbAad } from './album';
import { asBuffer } from './buffers';
import type { Draft, MediaInput, OpRef, PhoneErrorCode, Saved } from './contract';
import type { Writing } from './database';
import type { Device } from './device';
import { openDraft, sealCard, sealDraft } from './drafts';
import type { Env } from './env';
import { PhoneError, Stale, untilFresh } from './errors';
import { itemKey } from './item_keys';
import type { DataKey } from './keyring';
import { type Append, type Ledger, ledgerOf, type NewBlob, type NewOp, type Prepared } from './ledger';
import type { DraftRow, OpRow, RecordRow } from './tables';

/** Must come to the same when applied twice. */
export type Change = (draft: Draft) => Draft;

export interface File extends MediaInput {
  readonly sha256: string;
  readonly role: string;
}

export interface Closing {
  /** Everything before the closing op. */
  readonly ops: readonly NewOp[];
  /** The closing op, once it is known what stands before it. */
  readonly last: (covered: readonly string[], last_closed: string | null) => Promise<NewOp>;
  readonly draft: Draft;
}

/** What a visit needs; the practice household has its own, in memory. */
export interface Keeper {
  readonly draft: ReadonlySignal<Draft>;
  readonly saved: ReadonlySignal<Saved>;
  change(change: Change): Promise<void>;
  record(op: NewOp, change: Change, file?: File): Promise<OpRef>;
  discard(sha256: string, op: NewOp, change: Change): Promise<void>;
  photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer>;
  close(make: (draft: Draft) => Closing): Promise<void>;
}

export async function sealBlob(device: Device, env: Env, subject: string, file: File): Promise<NewBlob> {
  const item = await itemKey(device.keys, subject);
  const sealed = await sealFile(item.key, file.sha256, new Uint8Array(file.bytes), env.random);
  const thumb =
    file.thumb === undefined
      ? {}
      : {
          thumb: asBuffer(
            await seal(item.key, new Uint8Array(file.thumb), thumbAad(file.sha256), env.random),
          ),
        };
  return {
    op_index: 0,
    segments: sealed.map(asBuffer),
    row: {
      sha256: file.sha256,
      subject,
      key_id: item.key_id,
      size: file.bytes.byteLength,
      mime: file.mime,
      role: file.role,
      segments: segmentCount(file.bytes.byteLength),
      state: 'queued',
      tries: 0,
      ...thumb,
    },
  };
}

const codeOf = (error: unknown): PhoneErrorCode =>
  error instanceof PhoneError ? error.code : 'storage-dead';

export class DraftKeeper implements Keeper {
  readonly draft: Signal<Draft>;
  readonly saved: Signal<Saved>;
  private waiting: Change[] = [];
  private tail: Promise<unknown> = Promise.resolve();
  private readonly ledger: Ledger;

  constructor(
    private readonly device: Device,
    private readonly env: Env,
    /** Held by the keeper itself, so that a write that began before the lock still ends well. */
    private readonly data: DataKey,
    private base: { draft: Draft; rev: number },
    private readonly events: { saved(draft: Draft | null): void; wrote(): void },
  ) {
    this.ledger = ledgerOf(device);
    this.draft = signal(base.draft);
    this.saved = signal<Saved>({ kind: 'saved', at_ms: base.draft.saved_ms });
  }

  private inTurn<T>(job: () => Promise<T>): Promise<T> {
    const run = this.tail.then(job, job);
    this.tail = run.catch(() => undefined);
    return run;
  }

  /** Ends when everything asked so far has been written or has failed. */
  async idle(): Promise<void> {
    await this.tail;
  }

  change(change: Change): Promise<void> {
    this.draft.value = change(this.draft.value);
    this.waiting.push(change);
    this.saved.value = { kind: 'saving' };
    return this.inTurn(async () => {
      if (this.waiting.length > 0) await this.write((next) => this.putOnly(next));
    });
  }

  private async putOnly(next: DraftRow): Promise<null> {
    await this.device.db.write(['drafts'], (tx) => this.put(tx as unknown as Writing, next));
    return null;
  }

  /** Inside a transaction: compare and set. */
  private async put(tx: Writing, next: DraftRow | null): Promise<void> {
    const drafts = tx.objectStore('drafts');
    const row = await drafts.get(this.base.draft.visit_id);
    if (row === undefined) throw new PhoneError('already-closed');
    if (row.rev !== this.base.rev) throw new Stale();
    if (next === null) await drafts.delete(row.visit_id);
    else await drafts.put(next);
  }

  private async reload(): Promise<void> {
    const row = await this.device.db.read(['drafts'], (tx) =>
      tx.objectStore('drafts').get(this.base.draft.visit_id),
    );
    if (row === undefined) throw new PhoneError('already-closed');
    if (row.rev !== this.base.rev)
      this.base = { draft: await openDraft(this.device, this.data, row), rev: row.rev };
  }

  private async write<T>(
    commit: (next: DraftRow) => Promise<T>,
    more: Change = (draft) => draft,
  ): Promise<T> {
    this.saved.value = { kind: 'saving' };
    try {
      return await untilFresh(async () => {
        const taken = [...this.waiting];
        const changed = more(taken.reduce((draft, change) => change(draft), this.base.draft));
        const next = { ...changed, saved_ms: this.env.now() };
        try {
          const result = await commit(await sealDraft(this.device, this.data, next, this.base.rev + 1));
          this.settle(next, taken.length);
          return result;
        } catch (error) {
          if (error instanceof Stale) await this.reload();
          throw error;
        }
      });
    } catch (error) {
      // What was typed stays in memory and goes along with the next write.
      this.saved.value = { kind: 'failed', code: codeOf(error) };
      throw error;
    }
  }

  private settle(next: Draft, count: number): void {
    this.base = { draft: next, rev: this.base.rev + 1 };
    this.waiting = this.waiting.slice(count);
    this.draft.value = this.waiting.reduce((draft, change) => change(draft), next);
    this.saved.value =
      this.waiting.length === 0 ? { kind: 'saved', at_ms: next.saved_ms } : { kind: 'saving' };
    this.events.saved(next);
  }

  private async append(
    change: Omit<Append, 'also' | 'also_tables'>,
    next: DraftRow | null,
    more?: (tx: Writing) => Promise<unknown>,
  ): Promise<OpRow[]> {
    const rows = await this.ledger.append({
      ...change,
      also_tables: ['drafts'],
      also: async (tx) => {
        await this.put(tx, next);
        await more?.(tx);
      },
    });
    this.events.wrote();
    return rows;
  }

  record(op: NewOp, change: Change, file?: File): Promise<OpRef> {
    return this.inTurn(async () => {
      this.device.keys.need();
      const [row] = await this.write(async (next) => {
        const blobs = file === undefined ? [] : [await sealBlob(this.device, this.env, op.subject, file)];
        return this.append({ ops: [await this.ledger.prepare(op)], blobs }, next);
      }, change);
      return { op_id: (row as OpRow).op_id, hash: (row as OpRow).hash };
    });
  }

  discard(sha256: string, op: NewOp, change: Change): Promise<void> {
    return this.inTurn(async () => {
      this.device.keys.need();
      await this.write(async (next) => {
        const ops = [await this.ledger.prepare(op)];
        return this.append({ ops }, next, (tx) => dropBytes(tx, sha256));
      }, change);
    });
  }

  photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer> {
    return readFile(this.device, sha256, size);
  }

  close(make: (draft: Draft) => Closing): Promise<void> {
    return this.inTurn(async () => {
      this.device.keys.need();
      await this.write(async () => {
        const closing = make(this.waiting.reduce((draft, change) => change(draft), this.base.draft));
        const { ledger } = this;
        const subject = closing.draft.visit_id;
        const seen = await ledger.openHashes(subject);
        const ops: Prepared[] = await Promise.all(closing.ops.map((op) => ledger.prepare(op)));
        const covered = [...seen.hashes, ...ledger.chain(ops, seen.head, seen.base).map((row) => row.hash)];
        const last = await ledger.prepare(await closing.last(covered, seen.last_closed));
        const card = await sealCard(this.device, this.data, closing.draft);
        const record = (row: RecordRow): RecordRow => ({ ...row, ...card, closed_ms: this.env.now() });
        return this.append(
          {
            ops: [...ops, last],
            expect: { head: seen.head, base: seen.base },
            record: (row) => record(row as RecordRow),
          },
          null,
        );
      });
      this.events.saved(null);
    });
  }
}

/** A discarded photo leaves the phone at once and is never asked for. */
async function dropBytes(tx: Writing, sha256: string): Promise<void> {
  const row = await tx.objectStore('blobs').get(sha256);
  if (row === undefined || row.state === 'discarded') return;
  const { waiting: _, thumb: __, upload: ___, ...rest } = row;
  const record = await tx.objectStore('records').get(row.subject);
  if (record !== undefined) {
    const sent = row.state === 'stored' ? 1 : 0;
    await tx.objectStore('records').put({
      ...record,
      photos_total: record.photos_total - 1,
      photos_sent: record.photos_sent - sent,
      bytes_total: record.bytes_total - row.size,
      bytes_sent: record.bytes_sent - sent * row.size,
      refused: record.refused - (row.state === 'refused' ? 1 : 0),
    });
  }
  await tx.objectStore('blobs').put({ ...rest, state: 'discarded' });
  const all = IDBKeyRange.bound([sha256, 0], [sha256, Number.MAX_SAFE_INTEGER]);
  await tx.objectStore('segments').delete(all);
}

export const hashFile = async (input: MediaInput, role: string): Promise<File> => {
  if (input.bytes.byteLength === 0) throw new PhoneError('bad-photo');
  // A copy: the caller may still write to its buffer while it is being sealed.
  const bytes = input.bytes.slice(0);
  return { ...input, bytes, role, sha256: await sha256Large(bytes) };
};
