// A small office for tests: it opens what a phone sends, checks it as the protocol says, and can lose, cut and mangle.
import { gunzipSync } from 'node:zlib';
import { aesKey, open } from '@/protocol/aead';
import { base64url, fromBase64, hex, textOf, utf8 } from '@/protocol/bytes';
import { headText } from '@/protocol/digest';
import { sha256Hex } from '@/protocol/hash';
import { type Envelope, grammarFault, NO_HASH, opHash } from '@/protocol/ops';
import { leafOf } from '@/protocol/receipts';
import { keyId, openText, wrapInfo } from '@/protocol/sealing';
import { verify } from '@/protocol/signing';
import type { User } from '@/store/contract';
import type { PulledRow } from '@/store/replica';
import { Drawer } from './drawer';

const SYNC = 'application/vnd.fangcha.sync+json';

export interface StoredOp extends Envelope {
  hash: string;
  status: string;
  body: Record<string, unknown> | null;
  part: Record<string, unknown> | null;
  signed: boolean;
}

interface WireOp extends Omit<Envelope, 'device' | 'epoch' | 'seq' | 'prev' | 'body_sha256'> {
  body?: string;
  part?: string;
  damaged?: boolean;
  body_sha256?: string;
}

interface Frame {
  device: string;
  epoch: string;
  first_seq: number;
  prev: string;
  head: string;
  sig: string | null;
  wraps: { of: string; kid: string; epk: string; wrap: string }[];
  ops: WireOp[];
  pull?: { cursor: string | null };
}

/** What becomes of one request: before the office sees it, or after it has done its work. */
export type Fault =
  | 'drop-request'
  | 'drop-response'
  | 'portal'
  | 'redirect'
  | 'busy'
  | 'error'
  | 'hang'
  | null;

export class Office {
  ops: StoredOp[] = [];
  generation = 1;
  readonly devices = new Map<string, { spki: Uint8Array<ArrayBuffer>; user: string; token: string }>();
  private readonly drawer = new Drawer(this);
  readonly keys = new Map<string, Uint8Array<ArrayBuffer>[]>();
  readonly definitions = new Map<string, string>();
  get files(): Map<string, Uint8Array> {
    return this.drawer.files;
  }
  rows: PulledRow[] = [];
  page_size = 500;
  session: User | null = null;
  /** Refuses any batch that holds this op in readable form, and from `stubborn` on in any form. */
  unreadable = new Set<string>();
  stubborn = new Set<string>();
  requests: string[] = [];
  durable: number | null = null;
  log: string[] = [];
  next_fault: (path: string) => Fault = () => null;
  max_body = Number.POSITIVE_INFINITY;
  private count = 0;

  private constructor(
    private readonly pair: CryptoKeyPair,
    readonly spki: Uint8Array<ArrayBuffer>,
    readonly kid: string,
    readonly users: User[],
  ) {}

  static async open(users: User[]): Promise<Office> {
    const pair = (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
      'deriveBits',
    ])) as CryptoKeyPair;
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
    return new Office(pair, spki, await keyId(spki), users);
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    this.requests.push(`${init.method} ${url}`);
    const fault = this.next_fault(url);
    if (fault === 'drop-request') throw new TypeError('network');
    if (fault === 'portal')
      return new Response('<html>log in</html>', { status: 200, headers: { 'Content-Type': 'text/html' } });
    if (fault === 'redirect')
      return new Response('', { status: 302, headers: { Location: 'http://portal/' } });
    if (fault === 'busy') return this.problem(503, 'busy', { 'Retry-After': '7' });
    if (fault === 'error') return new Response('<h1>oops</h1>', { status: 500 });
    if (fault === 'hang')
      return new Promise((_, fail) =>
        init.signal?.addEventListener('abort', () => fail(new Error('aborted'))),
      );
    const headers = new Headers(init.headers);
    const body =
      init.body == null ? new Uint8Array() : new Uint8Array(await new Response(init.body).arrayBuffer());
    const answer = await this.route(init.method ?? 'GET', url, headers, body);
    if (fault === 'drop-response') throw new TypeError('network');
    return answer;
  };

  private json(status: number, value: unknown, type = 'application/json'): Response {
    return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': type } });
  }

  problem(status: number, code: string, headers: Record<string, string> = {}): Response {
    return new Response(JSON.stringify({ code }), {
      status,
      headers: { 'Content-Type': 'application/problem+json', ...headers },
    });
  }

  private async route(
    method: string,
    url: string,
    headers: Headers,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<Response> {
    if (body.length > this.max_body) return this.problem(413, 'too-large');
    if (url.startsWith('/api/')) return this.api(method, url, body);
    if (url.startsWith('/sync/v1/pull')) return this.pull(url);
    if (url.startsWith('/sync/v1/checklists/')) {
      const text = this.definitions.get(url.slice(20));
      return text === undefined
        ? this.problem(404, 'not-found')
        : new Response(text, { headers: { 'Content-Type': 'application/json' } });
    }
    const device = [...this.devices].find(
      ([, { token }]) => headers.get('Authorization') === `Fangcha-Device ${token}`,
    )?.[0];
    if (device === undefined) return this.problem(401, 'device-unknown');
    if (url === '/sync/v1/push') return this.push(device, JSON.parse(gunzipSync(body).toString()) as Frame);
    return this.drawer.answer({ method, url, headers, body, device });
  }

  private pull(url: string): Response {
    if (this.session === null) return this.problem(401, 'signed-out');
    const cursor = new URL(url, 'http://x').searchParams.get('cursor');
    return this.json(200, { v: 1, generation: this.generation, ...this.page(cursor) }, SYNC);
  }

  private api(method: string, url: string, body: Uint8Array): Response {
    if (url === '/api/devices') return this.enrol(body);
    if (method === 'DELETE') {
      this.session = null;
      return new Response(null, { status: 204 });
    }
    if (method === 'GET')
      return this.session === null ? this.problem(401, 'signed-out') : this.json(200, { user: this.session });
    const { login, password } = JSON.parse(textOf(body)) as { login: string; password: string };
    const user = this.users.find((each) => each.login === login);
    if (user === undefined || password !== 'right') return this.problem(401, 'wrong-login');
    this.session = user;
    return this.json(201, { user });
  }

  private enrol(body: Uint8Array): Response {
    const { device, spki } = JSON.parse(textOf(body)) as { device: string; spki: string };
    if (this.session === null) return this.problem(401, 'signed-out');
    const token = `token-${device.slice(0, 8)}-${++this.count}`;
    this.devices.set(device, { spki: fromBase64(spki), user: this.session.id, token });
    const intake_key = { kid: this.kid, spki: base64url(this.spki) };
    return this.json(201, {
      device,
      token,
      intake_key,
      generation: this.generation,
      log: { origin: 'x/g1', vkey: 'v' },
      now_ms: 5,
    });
  }

  private page(cursor: string | null) {
    const known = cursor?.startsWith(`${this.generation}.`) === true;
    const from = known ? Number(cursor.split('.')[1]) : 0;
    const rows = this.rows
      .filter((row) => row.rev > from && (known || row.data !== null))
      .sort((a, b) => a.rev - b.rev);
    const sent = rows.slice(0, this.page_size);
    const last = sent[sent.length - 1]?.rev ?? from;
    return {
      cursor: `${this.generation}.${last}`,
      more: rows.length > sent.length,
      reset: !known,
      rows: sent,
    };
  }

  private async unwrap(device: string, wrap: Frame['wraps'][number]): Promise<void> {
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const epk = fromBase64(wrap.epk);
    const theirs = await crypto.subtle.importKey('raw', epk, curve, false, []);
    const z = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, this.pair.privateKey, 256);
    const info = wrapInfo(device, wrap.of, wrap.kid);
    const ikm = await crypto.subtle.importKey('raw', z, 'HKDF', false, ['deriveBits']);
    const k = await crypto.subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt: epk, info: utf8(info) },
      ikm,
      256,
    );
    const key = await open(await aesKey(new Uint8Array(k)), fromBase64(wrap.wrap), info);
    const known = this.keys.get(wrap.of) ?? [];
    if (!known.some((each) => hex(each) === hex(key))) this.keys.set(wrap.of, [...known, key]);
  }

  private async openAny(
    of: string,
    op_id: string,
    which: 'body' | 'part',
    sealed: string,
  ): Promise<string | null> {
    for (const key of this.keys.get(of) ?? []) {
      const text = await openText(await aesKey(key), op_id, which, fromBase64(sealed)).catch(() => null);
      if (text !== null) return text;
    }
    return null;
  }

  private async isSigned(frame: Frame): Promise<boolean> {
    if (frame.sig === null) return false;
    const last = frame.first_seq + frame.ops.length - 1;
    const spki = this.devices.get(frame.device)?.spki as Uint8Array<ArrayBuffer>;
    const good = await verify(
      spki,
      headText(frame.device, frame.epoch, last, frame.head),
      fromBase64(frame.sig),
    );
    if (!good) throw new Error('bad head signature');
    return true;
  }

  /** Body and part in clear; null where the batch cannot be read. */
  private async texts(
    frame: Frame,
    wire: WireOp,
  ): Promise<{ body: string | null; part: string | null } | null> {
    if (this.stubborn.has(wire.op_id)) return null;
    if (wire.damaged === true) return { body: null, part: null };
    if (this.unreadable.has(wire.op_id)) return null;
    const of = wire.subject === '-' ? frame.epoch : wire.subject;
    const body = await this.openAny(of, wire.op_id, 'body', wire.body ?? '');
    const part = wire.part === undefined ? null : await this.openAny(of, wire.op_id, 'part', wire.part);
    if (body === null || (wire.part !== undefined && part === null)) return null;
    const named = (JSON.parse(body) as { part_sha256?: string }).part_sha256;
    return named === (part === null ? undefined : sha256Hex(part)) ? { body, part } : null;
  }

  private async read(frame: Frame): Promise<StoredOp[] | null> {
    for (const wrap of frame.wraps) await this.unwrap(frame.device, wrap);
    const signed = await this.isSigned(frame);
    const made: StoredOp[] = [];
    let prev = frame.prev;
    for (const [i, wire] of frame.ops.entries()) {
      const texts = await this.texts(frame, wire);
      if (texts === null) return null;
      const { body: _, part: __, damaged: ___, body_sha256, ...rest } = wire;
      const sha = texts.body === null ? (body_sha256 ?? '') : sha256Hex(texts.body);
      const op = {
        ...rest,
        device: frame.device,
        epoch: frame.epoch,
        seq: frame.first_seq + i,
        body_sha256: sha,
        prev,
      };
      if (grammarFault(op) !== null) return null;
      prev = opHash(op);
      const [body, part] = [texts.body, texts.part].map((text) =>
        text === null ? null : (JSON.parse(text) as Record<string, unknown>),
      );
      const status = texts.body === null ? 'quarantined' : 'accepted';
      made.push({ ...op, hash: prev, status, body: body ?? null, part: part ?? null, signed });
    }
    return prev === frame.head ? made : null;
  }

  private mainHead(device: string, epoch: string): StoredOp | undefined {
    return this.ops
      .filter((op) => op.device === device && op.epoch === epoch && op.status !== 'fork')
      .sort((a, b) => b.seq - a.seq)[0];
  }

  private async push(device: string, frame: Frame): Promise<Response> {
    if (frame.device !== device) return this.problem(400, 'push-malformed');
    const read = frame.ops.length === 0 ? [] : await this.read(frame);
    let results: object[];
    if (read === null) results = frame.ops.map(({ op_id }) => ({ op_id, status: 'bad_hash' }));
    else {
      const head = this.mainHead(device, frame.epoch);
      const first = read[0];
      const follows =
        first === undefined ||
        first.seq <= (head?.seq ?? 0) + 1 ||
        this.ops.some((op) => op.hash === first.prev);
      results = follows
        ? read.map((op) => this.store(op))
        : frame.ops.map(({ op_id }) => ({ op_id, status: 'gap' }));
    }
    const head = this.mainHead(device, frame.epoch);
    const live = this.session !== null && this.session.id === this.devices.get(device)?.user;
    const root = Buffer.from(sha256Hex(String(this.log.length)), 'hex').toString('base64');
    return this.json(
      200,
      {
        v: 1,
        generation: this.generation,
        now_ms: 1_800_000_000_000,
        results,
        head: { epoch: frame.epoch, seq: head?.seq ?? 0, hash: head?.hash ?? NO_HASH },
        expected_seq: (head?.seq ?? 0) + 1,
        checkpoint: `office/g${this.generation}\n${this.log.length}\n${root}\n\n— sig\n`,
        durable_upto: this.durable,
        blobs_missing: this.missing(device),
        hints: { pause_s: 0 },
        ...(frame.pull !== undefined && live ? { pull: this.page(frame.pull.cursor) } : {}),
      },
      SYNC,
    );
  }

  private store(op: StoredOp): object {
    const known = this.ops.find((each) => each.hash === op.hash);
    const leaf = leafOf(op.scope, op.hash);
    if (known !== undefined)
      return { op_id: op.op_id, status: 'duplicate', receipt: { index: this.log.indexOf(leaf), leaf } };
    const head = this.mainHead(op.device, op.epoch);
    const main = op.seq === (head?.seq ?? 0) + 1 && op.prev === (head?.hash ?? NO_HASH);
    const stored = main ? op : { ...op, status: 'fork' };
    this.ops.push(stored);
    this.log.push(leaf);
    const reason = op.body === null ? { reason: 'damaged' } : {};
    return {
      op_id: op.op_id,
      status: stored.status,
      ...reason,
      receipt: { index: this.log.length - 1, leaf },
    };
  }

  named(device: string): { sha256: string; size: number; of: string }[] {
    const gone = new Set(
      this.ops.filter((op) => op.kind === 'photo.discarded').map((op) => op.body?.['sha256']),
    );
    return this.ops
      .filter((op) => op.device === device)
      .flatMap((op) =>
        ((op.body?.['media'] ?? []) as { sha256: string; size: number }[]).map((media) => ({
          ...media,
          of: op.subject,
        })),
      )
      .filter((media) => !gone.has(media.sha256));
  }

  private missing(device: string): string[] {
    return this.named(device)
      .map((media) => media.sha256)
      .filter((sha256) => !this.files.has(sha256));
  }

  /** Yesterday's backup: what came since is forgotten. */
  restore(ops: number): void {
    this.generation += 1;
    this.ops = this.ops.slice(0, ops);
    this.log = this.log.slice(0, ops);
    this.drawer.clear();
  }
}
