/**
 * The courier. It runs in the page (launch, visible, online, after a save, every 30 s while visible), never waits for
 * `navigator.onLine`, sends text before photos, and treats every fault but a full disk as a reason to try again later.
 */
import type { Signal } from '@preact/signals';
import type { EngineStatus } from '@/store/contract';
import type { Device } from '@/store/device';
import type { Env } from '@/store/env';
import { PhoneError, Stale } from '@/store/errors';
import { Queue } from '@/store/queue';
import type { Page, Replica } from '@/store/replica';
import { backoff } from './backoff';
import { PulledPage, parse } from './messages';
import { type Failure, Pusher, type Sent } from './push';
import type { Cause } from './status';
import { request } from './transport';
import { Pace, Uploader } from './upload';

export const EVERY_MS = 30_000;

export interface Surroundings {
  readonly env: Env;
  current(): Device | null;
  /** Other accounts of this browser: their queues are carried along. */
  others(): Promise<readonly Device[]>;
  readonly replica: Replica;
  /** Is the shown account unlocked, and is its session not known to be over? Then rows may be pulled. */
  mayPull(): boolean;
  heardSession(live: boolean): void;
  /** A new token, where a live session of the device's user allows it. */
  renew(device: Device): Promise<boolean>;
  /** May photos go out over the network that there is? */
  photosMay(): boolean;
  /** Runs `work` unless another tab is at it; false: it was. */
  alone(work: () => Promise<void>): Promise<boolean>;
  /** Something changed that the screens show. */
  changed(): void;
  /** New rows stand in the database. */
  pulled(): void;
}

class Halt extends Error {
  constructor(readonly reply: Failure) {
    super(reply.kind);
  }
}

export class Engine {
  private readonly pace = new Pace();
  private failures = 0;
  private running: Promise<void> | null = null;
  private wanted = false;
  private stop_photos = false;
  private cancel: () => void = () => undefined;
  private closed = false;

  constructor(
    private readonly around: Surroundings,
    private readonly now: Signal<EngineStatus>,
  ) {}

  private set(change: Partial<EngineStatus>): void {
    this.now.value = { ...this.now.value, ...change };
  }

  /** Asks for a round. Back-off holds only what nobody asked for. */
  kick(cause: Cause): Promise<void> {
    if (this.closed) return Promise.resolve();
    const { next_try_ms } = this.now.value;
    const eager = cause === 'user' || cause === 'wake' || cause === 'urgent' || cause === 'start';
    if (!eager && next_try_ms !== null && this.around.env.now() < next_try_ms) return Promise.resolve();
    if (eager) this.failures = 0;
    if (this.running !== null) {
      this.wanted = true;
      this.stop_photos = true;
      return this.running;
    }
    this.running = this.rounds().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** A person asked: what the server would not take goes once more. */
  async again(): Promise<void> {
    const device = this.around.current();
    if (device !== null) await new Queue(device).retryRefused().catch(() => undefined);
    await this.kick('user');
  }

  private async rounds(): Promise<void> {
    do {
      this.wanted = false;
      this.stop_photos = false;
      if (!(await this.around.alone(() => this.round()))) this.schedule();
    } while (this.wanted && !this.closed && this.now.value.trouble === null);
  }

  private async round(): Promise<void> {
    this.cancel();
    let asked_ms: number | null = null;
    try {
      asked_ms = await this.carry();
      this.failures = 0;
      this.set({ trouble: null, next_try_ms: asked_ms });
    } catch (error) {
      this.fail(error);
    } finally {
      this.set({ sending: null });
      this.around.changed();
      this.schedule();
    }
  }

  /** Text of everybody, then photos of everybody. */
  private async carry(): Promise<number | null> {
    const { env } = this.around;
    const own = this.around.current();
    const devices = [...(own === null ? [] : [own]), ...(await this.around.others())];
    let pause_ms = 0;
    let refused = false;
    for (const device of devices) {
      const sent = await this.text(device, device === own);
      if (sent === 'refused' && device === own) refused = true;
      if (typeof sent === 'number') pause_ms = Math.max(pause_ms, sent);
    }
    this.set({ needs_sign_in: refused });
    if (this.around.photosMay()) for (const device of devices) await this.photos(device);
    return pause_ms > 0 ? env.now() + pause_ms : null;
  }

  private async text(device: Device, own: boolean): Promise<number | 'refused' | null> {
    const queue = new Queue(device);
    const enrolment = await queue.enrolment();
    if (enrolment === undefined) return null;
    if (enrolment.refused && !(await this.around.renew(device))) return 'refused';
    if (!own && (await queue.counts()).ops === 0) return null;
    const token = (await queue.enrolment())?.token ?? '';
    const pulls = own && this.around.mayPull();
    const pull = pulls ? { cursor: await this.around.replica.cursor() } : undefined;
    const pusher = new Pusher(queue, this.around.env, token);
    const sent = await pusher.send(pull, (n, of) => this.set({ sending: { phase: 'text', n, of } }));
    return this.afterText(queue, sent, pull);
  }

  private async afterText(
    queue: Queue,
    sent: Sent,
    pull: { cursor: string | null } | undefined,
  ): Promise<number | 'refused' | null> {
    if (sent.kind === 'nothing') return null;
    if (sent.kind === 'failed') {
      if (sent.reply.kind !== 'problem' || sent.reply.status !== 401) throw new Halt(sent.reply);
      await queue.setRefused(true);
      this.answered(null);
      return (await this.around.renew(queue.device))
        ? this.text(queue.device, queue.device === this.around.current())
        : 'refused';
    }
    this.answered(sent.now_ms);
    this.around.changed();
    if (pull !== undefined) await this.rows(sent.page, pull.cursor);
    return sent.pause_ms > 0 ? sent.pause_ms : null;
  }

  private answered(server_now_ms: number | null): void {
    const now = this.around.env.now();
    const skew = server_now_ms === null ? {} : { skew_ms: server_now_ms - now };
    this.set({ reachable: true, last_answer_ms: now, ...skew });
  }

  /** No page where one was asked for: the session is over. Sending goes on without it. */
  private async rows(first: Page | null, from: string | null): Promise<void> {
    this.around.heardSession(first !== null);
    const { replica } = this.around;
    let page = first;
    let cursor = from;
    for (let n = 0; page !== null && n < 1000; n++) {
      // The phone may have been locked meanwhile: then what came is dropped and comes again.
      if (!this.around.mayPull()) return;
      try {
        await replica.apply(page, cursor);
        cursor = page.cursor;
        this.around.pulled();
      } catch (error) {
        if (!(error instanceof Stale)) throw error;
        await replica.load();
        cursor = await replica.cursor();
        page = await this.pull(cursor);
        continue;
      }
      page = page.more ? await this.pull(cursor) : null;
    }
    for (const sha256 of await replica.missingChecklists()) await this.checklist(sha256);
  }

  private async pull(cursor: string | null): Promise<Page | null> {
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const reply = await request(this.around.env, {
      method: 'GET',
      path: `/sync/v1/pull${query}`,
      wants: 'sync',
    });
    if (reply.kind === 'problem' && reply.status === 401) {
      this.around.heardSession(false);
      return null;
    }
    if (reply.kind !== 'ok') throw new Halt(reply);
    const page = parse(PulledPage, reply.json);
    if (page === null) throw new Halt({ kind: 'portal' });
    return page as Page;
  }

  private async checklist(sha256: string): Promise<void> {
    const reply = await request(this.around.env, {
      method: 'GET',
      path: `/sync/v1/checklists/${sha256}`,
      wants: 'bytes',
    });
    if (reply.kind === 'problem' && reply.status < 500) return;
    if (reply.kind !== 'ok' || reply.bytes === null)
      throw new Halt(reply.kind === 'ok' ? { kind: 'portal' } : reply);
    if (!(await this.around.replica.putChecklist(sha256, reply.bytes))) throw new Halt({ kind: 'portal' });
    this.around.changed();
  }

  private async photos(device: Device): Promise<void> {
    const queue = new Queue(device);
    const enrolment = await queue.enrolment();
    if (enrolment === undefined || enrolment.refused) return;
    const skip = new Set<string>();
    const of = (await queue.counts()).blobs;
    for (let n = 0; !this.stop_photos && !this.closed; n++) {
      const row = await queue.nextBlob(skip);
      if (row === null) return;
      this.set({ sending: { phase: 'photos', n, of: Math.max(of, n + 1) } });
      const uploader = new Uploader(
        queue,
        this.around.env,
        enrolment.token,
        this.pace,
        () => this.stop_photos || this.closed,
      );
      const end = await uploader.send(row);
      skip.add(row.sha256);
      if (end.kind === 'failed') {
        if (end.reply.kind === 'problem' && end.reply.status === 401) await queue.setRefused(true);
        throw new Halt(end.reply);
      }
      if (end.kind === 'stored') this.answered(null);
      this.around.changed();
    }
  }

  private fail(error: unknown): void {
    const { env } = this.around;
    const reply: Failure | null = error instanceof Halt ? error.reply : null;
    if (reply === null) {
      // Locked in between is no fault; a disk that refuses has told the screen itself.
      const code = error instanceof PhoneError ? error.code : 'storage-dead';
      if (code === 'locked' || code === 'not-enrolled') return;
      this.set({ trouble: 'storage', next_try_ms: env.now() + EVERY_MS });
      return;
    }
    this.failures += 1;
    const asked = reply.kind === 'problem' ? reply.retry_ms : null;
    const next_try_ms = env.now() + (asked ?? backoff(this.failures, env.random));
    if (reply.kind === 'problem') {
      this.answered(null);
      const busy = reply.status === 503 || reply.status === 429;
      this.set({
        trouble: busy ? 'busy' : 'server',
        next_try_ms,
        needs_sign_in: reply.status === 401 || this.now.value.needs_sign_in,
      });
      return;
    }
    this.set({ reachable: false, trouble: reply.kind === 'portal' ? 'portal' : 'offline', next_try_ms });
  }

  private schedule(): void {
    this.cancel();
    if (this.closed) return;
    const { env } = this.around;
    const { next_try_ms } = this.now.value;
    const wait = next_try_ms === null ? EVERY_MS : Math.max(1000, next_try_ms - env.now());
    this.cancel = env.later(wait, () => void this.kick('timer'));
  }

  /** While the page is hidden nothing starts by itself. */
  rest(): void {
    this.cancel();
  }

  close(): void {
    this.closed = true;
    this.cancel();
  }
}
