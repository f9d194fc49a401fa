/** Sends the text of one device until nothing waits: batches, receipts, and the way round every fault of framing. */
import { base64url, utf8 } from '@/protocol/bytes';
import { headText } from '@/protocol/digest';
import { baseOf } from '@/protocol/receipts';
import { deflate } from '@/protocol/sealing';
import type { Env } from '@/store/env';
import { wireWrap } from '@/store/item_keys';
import type { Batch, Queue, Verdict } from '@/store/queue';
import type { Page } from '@/store/replica';
import type { OpRow } from '@/store/tables';
import { type PushAnswer, PushAnswer as PushAnswerShape, parse } from './messages';
import { type Reply, request, SYNC_TYPE } from './transport';

export const MAX_OPS = 500;
const MAX_SENT = 256 * 1024;
/** Sealed bytes do not shrink: this leaves room for the envelopes. */
const MAX_SEALED = 230 * 1024;
/** One push may turn things round only so often before the round ends and the next one tries. */
const MAX_TURNS = 60;

export type Failure = Exclude<Reply, { kind: 'ok' }>;

export type Sent =
  /** The chain has not begun. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'done'; readonly page: Page | null; readonly now_ms: number; readonly pause_ms: number }
  | { readonly kind: 'failed'; readonly reply: Failure };

export type Progress = (sent: number, of: number) => void;

interface Step {
  readonly end: Sent | null;
  readonly page: Page | null;
}

interface Turn {
  readonly verdict: Verdict | 'too-large' | Failure;
  readonly answer: PushAnswer | null;
  readonly batch: Batch;
}

function wireOp(op: OpRow): object {
  const { op_id, kind, schema, scope, subject, base, wall_ms, mono_ms, boot } = op;
  const envelope = { op_id, kind, schema, scope, subject, base, wall_ms, mono_ms, boot };
  if (op.damaged === true) return { ...envelope, damaged: true, body_sha256: op.body_sha256 };
  const part = op.part === undefined ? {} : { part: base64url(op.part) };
  return { ...envelope, body: base64url(op.body), ...part };
}

export class Pusher {
  private max_ops = MAX_OPS;

  constructor(
    private readonly queue: Queue,
    private readonly env: Env,
    private readonly token: string,
  ) {}

  private async encode(
    batch: Batch,
    pull: { cursor: string | null } | undefined,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { device } = this.queue;
    const last = batch.first_seq + batch.ops.length - 1;
    const sig = await device.keys.sign(headText(device.id, batch.epoch, last, batch.head));
    const frame = {
      v: 1,
      device: device.id,
      epoch: batch.epoch,
      first_seq: batch.first_seq,
      prev: batch.prev,
      head: batch.head,
      sig,
      sent_wall_ms: Math.round(this.env.now()),
      wraps: batch.wraps.map(wireWrap),
      ops: batch.ops.map(wireOp),
      ...(pull === undefined ? {} : { pull }),
    };
    return deflate(utf8(JSON.stringify(frame)), 'gzip');
  }

  private async turn(pull: { cursor: string | null } | undefined): Promise<Turn | null> {
    const batch = await this.queue.batch(this.max_ops, MAX_SEALED);
    if (batch === null) return null;
    const body = await this.encode(batch, pull);
    if (body.length > MAX_SENT && batch.ops.length > 1) return { verdict: 'too-large', answer: null, batch };
    const reply = await request(this.env, {
      method: 'POST',
      path: '/sync/v1/push',
      token: this.token,
      headers: { 'Content-Type': SYNC_TYPE, 'Content-Encoding': 'gzip' },
      body,
      wants: 'sync',
    });
    if (reply.kind !== 'ok')
      return { verdict: this.tooMuch(reply) ? 'too-large' : reply, answer: null, batch };
    const answer = parse(PushAnswerShape, reply.json);
    if (answer === null) return { verdict: { kind: 'portal' }, answer, batch };
    const base = answer.checkpoint === null ? null : baseOf(answer.checkpoint);
    const results = answer.results.map((result) => ({ ...result, op_id: result.op_id ?? '' }));
    const verdict = await this.queue.apply(batch, { ...answer, results, base });
    return { verdict: verdict === 'nonsense' ? { kind: 'portal' } : verdict, answer, batch };
  }

  private tooMuch(reply: Failure): boolean {
    return (reply.kind === 'problem' && reply.status === 413) || reply.kind === 'timeout';
  }

  /** Smaller and smaller, then without its body, then at another place: one op never holds up the others. */
  private async yieldTo(batch: Batch, verdict: 'bad_hash' | 'too-large'): Promise<boolean> {
    const [only] = batch.ops;
    if (only === undefined) return false;
    if (batch.ops.length > 1) this.max_ops = Math.floor(batch.ops.length / 2);
    else if (only.damaged !== true) {
      if (verdict === 'too-large') return false;
      await this.queue.damage(only.pos);
    } else await this.queue.move(batch.epoch, only.pos, 'broken');
    return true;
  }

  /** True: go on at once. */
  private async settle({ verdict, batch }: Turn): Promise<boolean> {
    switch (verdict) {
      case 'ok':
        // Back to full size by steps, once the bad place is behind.
        this.max_ops = Math.min(MAX_OPS, this.max_ops * 2);
        return true;
      case 'rewound':
        return true;
      case 'fork':
        await this.queue.newEpoch(batch.epoch, 'fork');
        return true;
      case 'hole':
        if (batch.ops[0] === undefined) return false;
        await this.queue.move(batch.epoch, batch.ops[0].pos, 'lost');
        return true;
      case 'bad_hash':
      case 'too-large':
        return this.yieldTo(batch, verdict);
      default:
        return false;
    }
  }

  private async step(
    pull: { cursor: string | null } | undefined,
    progress: (waiting: number) => void,
  ): Promise<Step> {
    const before = (await this.queue.counts()).ops;
    progress(before);
    const turn = await this.turn(pull);
    if (turn === null) return { end: { kind: 'nothing' }, page: null };
    const page = (turn.answer?.pull as Page | undefined) ?? null;
    if (!(await this.settle(turn))) {
      const reply: Failure = typeof turn.verdict === 'object' ? turn.verdict : { kind: 'timeout' };
      return { end: { kind: 'failed', reply }, page };
    }
    const left = (await this.queue.counts()).ops;
    progress(left);
    if (left > 0 || turn.answer === null) return { end: null, page };
    const pause_ms = (turn.answer.hints?.pause_s ?? 0) * 1000;
    return { end: { kind: 'done', page: null, now_ms: turn.answer.now_ms, pause_ms }, page };
  }

  /** `pull` goes along until an answer brings a page. With nothing to send, one empty batch asks how things stand. */
  async send(pull: { cursor: string | null } | undefined, progress: Progress): Promise<Sent> {
    let page: Page | null = null;
    let most = 0;
    const report = (waiting: number): void => {
      most = Math.max(most, waiting);
      if (most > 0) progress(most - waiting, most);
    };
    for (let turns = 0; turns < MAX_TURNS; turns++) {
      const step: Step = await this.step(page === null ? pull : undefined, report);
      page ??= step.page;
      if (step.end !== null) return step.end.kind === 'done' ? { ...step.end, page } : step.end;
    }
    return { kind: 'failed', reply: { kind: 'portal' } };
  }
}
