/** 练习一户: the same handle in memory only. No op, no database, nothing to send. */
import { type Signal, signal } from '@preact/signals';
import { hex } from '../protocol/bytes';
import type { Draft, OpRef, Saved } from './contract';
import { type Env, randomBytes } from './env';
import { PhoneError } from './errors';
import type { Change, Closing, File, Keeper } from './keeper';
import type { NewOp } from './ledger';

export class PracticeKeeper implements Keeper {
  readonly draft: Signal<Draft>;
  readonly saved: Signal<Saved>;
  private readonly files = new Map<string, File>();

  constructor(
    draft: Draft,
    private readonly env: Env,
  ) {
    this.draft = signal(draft);
    this.saved = signal<Saved>({ kind: 'saved', at_ms: draft.saved_ms });
  }

  async change(change: Change): Promise<void> {
    const saved_ms = this.env.now();
    this.draft.value = { ...change(this.draft.value), saved_ms };
    this.saved.value = { kind: 'saved', at_ms: saved_ms };
  }

  async record(_op: NewOp, change: Change, file?: File): Promise<OpRef> {
    if (file !== undefined) this.files.set(file.sha256, file);
    await this.change(change);
    return { op_id: '', hash: hex(randomBytes(this.env, 32)) };
  }

  async discard(sha256: string, _op: NewOp, change: Change): Promise<void> {
    this.files.delete(sha256);
    await this.change(change);
  }

  async photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer> {
    const file = this.files.get(sha256);
    if (file === undefined) throw new PhoneError('not-found');
    return (size === 'thumb' ? (file.thumb ?? file.bytes) : file.bytes).slice(0);
  }

  async close(make: (draft: Draft) => Closing): Promise<void> {
    this.draft.value = make(this.draft.value).draft;
    this.files.clear();
  }
}
