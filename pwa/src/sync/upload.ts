/** tus 1.0 for one sealed file at a time: chunks that fit the link, a checksum each, resumed by HEAD. */
import { base64, utf8 } from '@/protocol/bytes';
import { sealedSize } from '@/protocol/sealing';
import type { Env } from '@/store/env';
import type { Queue } from '@/store/queue';
import type { BlobRow } from '@/store/tables';
import type { Failure } from './push';
import { OFFSET_TYPE, type Reply, request } from './transport';

export const LEAST = 64 * 1024;
export const MOST = 5 * 1024 * 1024;
const START = 128 * 1024;
const AIM_MS = 8_000;
const TUS = { 'Tus-Resumable': '1.0.0' };
const GONE = [404, 410];
/** Another offset, or a chunk that was garbled on its way. */
const ASTRAY = [409, 460];
const OURS = /^\/sync\/v1\/uploads\/[\w-]+$/;

/** Chunk size from what the link did with the last one. */
export class Pace {
  bytes = START;

  went(bytes: number, took_ms: number): void {
    const ideal = (bytes / Math.max(1, took_ms)) * AIM_MS;
    const next = Math.min(this.bytes * 2, Math.max(this.bytes / 2, ideal));
    this.bytes = Math.round(Math.min(MOST, Math.max(LEAST, next)));
  }

  /** False: it cannot be smaller. */
  failed(): boolean {
    const could = this.bytes > LEAST;
    this.bytes = Math.max(LEAST, Math.floor(this.bytes / 2));
    return could;
  }
}

export type Uploaded =
  | { readonly kind: 'stored' }
  /** Something more urgent came; it goes on from here later. */
  | { readonly kind: 'paused' }
  /** Not this one, not now; the others may go. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failed'; readonly reply: Failure };

interface At {
  readonly url: string;
  readonly offset: number;
}

type Step = At | Uploaded | 'again';

const isStored = (reply: Reply): boolean =>
  reply.kind === 'ok' && reply.headers.get('Fangcha-Blob') === 'stored';

function offsetOf(headers: Headers): number | null {
  const text = headers.get('Upload-Offset');
  return text !== null && /^[0-9]{1,12}$/.test(text) ? Number(text) : null;
}

async function checksum(bytes: ArrayBuffer): Promise<string> {
  return `sha256 ${base64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))}`;
}

const ascii = (text: string): string => base64(utf8(text));

export class Uploader {
  constructor(
    private readonly queue: Queue,
    private readonly env: Env,
    private readonly token: string,
    private readonly pace: Pace,
    private readonly mustStop: () => boolean,
  ) {}

  async send(row: BlobRow): Promise<Uploaded> {
    let step: Step = row.upload === undefined ? await this.create(row) : await this.look(row, row.upload.url);
    for (let n = 0; n < 5000; n++) {
      if (step === 'again') step = await this.create(row);
      else if ('kind' in step) return this.settle(row, step);
      else if (this.mustStop()) return { kind: 'paused' };
      else step = await this.append(row, step);
    }
    return { kind: 'skipped' };
  }

  private async settle(row: BlobRow, end: Uploaded): Promise<Uploaded> {
    if (end.kind === 'stored') await this.queue.blobStored(row.sha256);
    return end;
  }

  private call(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: ArrayBuffer,
  ): Promise<Reply> {
    return request(this.env, {
      method,
      path,
      token: this.token,
      headers: { ...TUS, ...headers },
      body: body ?? null,
      wants: 'tus',
    });
  }

  private async chunk(
    row: BlobRow,
    offset: number,
  ): Promise<{ bytes: ArrayBuffer; headers: Record<string, string> } | null> {
    const bytes = await this.queue.readSealed(row, offset, this.pace.bytes);
    if (bytes === null || bytes.byteLength === 0) return null;
    return { bytes, headers: { 'Content-Type': OFFSET_TYPE, 'Upload-Checksum': await checksum(bytes) } };
  }

  /** A refusal that is about this file and not about the link. */
  private async refuse(row: BlobRow, why: 'photo-damaged' | 'server-refuses', limit: number): Promise<Step> {
    await this.queue.blobFailed(row.sha256, why, limit);
    return { kind: 'skipped' };
  }

  private async lost(row: BlobRow): Promise<Step> {
    await this.queue.setUpload(row.sha256, null);
    return 'again';
  }

  private onward(row: BlobRow, url: string | null): Promise<Step> {
    return url === null ? Promise.resolve('again') : this.look(row, url);
  }

  private async unhappy(row: BlobRow, reply: Failure, url: string | null): Promise<Step> {
    const large = reply.kind === 'timeout' || (reply.kind === 'problem' && reply.status === 413);
    if (large && this.pace.failed()) return this.onward(row, url);
    if (reply.kind !== 'problem') return { kind: 'failed', reply };
    const { status, code } = reply;
    if (status === 401 || status === 429 || status >= 500) return { kind: 'failed', reply };
    if (status === 422) return this.refuse(row, 'photo-damaged', 3);
    if (url !== null && GONE.includes(status)) return this.lost(row);
    if (url !== null && ASTRAY.includes(status)) return this.look(row, url);
    return this.refuse(row, 'server-refuses', code === 'upload-not-named' ? 10 : 3);
  }

  private async create(row: BlobRow): Promise<Step> {
    const chunk = await this.chunk(row, 0);
    if (chunk === null) return this.refuse(row, 'photo-damaged', 1);
    const started = this.env.mono();
    const reply = await this.call(
      'POST',
      '/sync/v1/uploads',
      {
        ...chunk.headers,
        'Upload-Length': String(sealedSize(row.size)),
        'Upload-Metadata': `sha256 ${ascii(row.sha256)},size ${ascii(String(row.size))}`,
      },
      chunk.bytes,
    );
    if (isStored(reply)) return { kind: 'stored' };
    if (reply.kind !== 'ok') return this.unhappy(row, reply, null);
    const url = reply.headers.get('Location') ?? '';
    if (reply.status !== 201 || !OURS.test(url)) return { kind: 'failed', reply: { kind: 'portal' } };
    await this.queue.setUpload(row.sha256, url);
    this.pace.went(chunk.bytes.byteLength, this.env.mono() - started);
    return { url, offset: offsetOf(reply.headers) ?? 0 };
  }

  private async look(row: BlobRow, url: string): Promise<Step> {
    const reply = await this.call('HEAD', url, {});
    if (isStored(reply)) return { kind: 'stored' };
    if (reply.kind === 'problem' && GONE.includes(reply.status)) return this.lost(row);
    if (reply.kind !== 'ok') return { kind: 'failed', reply };
    const offset = offsetOf(reply.headers);
    return offset === null ? { kind: 'failed', reply: { kind: 'portal' } } : { url, offset };
  }

  private async append(row: BlobRow, { url, offset }: At): Promise<Step> {
    // Every byte is there and still no word that it is stored: looking makes the server finish.
    if (offset >= sealedSize(row.size)) {
      const step = await this.look(row, url);
      return typeof step === 'object' && 'offset' in step ? this.refuse(row, 'server-refuses', 10) : step;
    }
    const chunk = await this.chunk(row, offset);
    if (chunk === null) return this.refuse(row, 'photo-damaged', 1);
    const started = this.env.mono();
    const reply = await this.call(
      'PATCH',
      url,
      { ...chunk.headers, 'Upload-Offset': String(offset) },
      chunk.bytes,
    );
    if (isStored(reply)) return { kind: 'stored' };
    if (reply.kind !== 'ok') return this.unhappy(row, reply, url);
    const reached = offsetOf(reply.headers);
    if (reached === null || reached <= offset) return { kind: 'failed', reply: { kind: 'portal' } };
    this.pace.went(chunk.bytes.byteLength, this.env.mono() - started);
    return { url, offset: reached };
  }
}
