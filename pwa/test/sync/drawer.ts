// The office's drawer for photos: tus, opened and hashed at the end.

import { aesKey, OVERHEAD } from '@/protocol/aead';
import { fromBase64, sha256Large, textOf } from '@/protocol/bytes';
import { sha256Hex } from '@/protocol/hash';
import { openFile, SEGMENT, sealedSize } from '@/protocol/sealing';
import type { Office } from './office';

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly device: string;
}

interface Upload {
  readonly sha256: string;
  readonly device: string;
  readonly length: number;
  readonly bytes: Uint8Array[];
}

const tus = (status: number, headers: Record<string, string>): Response =>
  new Response(null, { status, headers: { 'Tus-Resumable': '1.0.0', ...headers } });

export class Drawer {
  readonly files = new Map<string, Uint8Array>();
  private readonly uploads = new Map<string, Upload>();
  private count = 0;

  constructor(private readonly office: Office) {}

  clear(): void {
    this.files.clear();
    this.uploads.clear();
  }

  async answer(request: Request): Promise<Response> {
    const { headers, body, method, url } = request;
    const sum = headers.get('Upload-Checksum');
    const digest = `sha256 ${Buffer.from(sha256Hex(body), 'hex').toString('base64')}`;
    if (sum !== null && sum !== digest) return this.office.problem(460, 'upload-checksum');
    if (method === 'POST') return this.create(request);
    const id = url.split('/').pop() ?? '';
    const upload = this.uploads.get(id);
    if (upload === undefined) return this.office.problem(404, 'upload-unknown');
    const offset = upload.bytes.reduce((total, part) => total + part.length, 0);
    if (method === 'HEAD') return (await this.finish(id)) ?? tus(200, { 'Upload-Offset': String(offset) });
    if (Number(headers.get('Upload-Offset')) !== offset) return this.office.problem(409, 'upload-offset');
    upload.bytes.push(new Uint8Array(body));
    return (await this.finish(id)) ?? tus(204, { 'Upload-Offset': String(offset + body.length) });
  }

  private async create({ headers, body, device }: Request): Promise<Response> {
    const pairs = (headers.get('Upload-Metadata') ?? '').split(',').map((pair) => pair.split(' '));
    const told = Object.fromEntries(
      pairs.map(([name, value]) => [name, textOf(fromBase64(value ?? ''))]),
    ) as Record<string, string>;
    const { sha256 = '', size = '' } = told;
    if (!this.office.named(device).some((media) => media.sha256 === sha256 && media.size === Number(size))) {
      return this.office.problem(403, 'upload-not-named');
    }
    if (this.files.has(sha256)) return tus(200, { 'Fangcha-Blob': 'stored' });
    const length = Number(headers.get('Upload-Length'));
    if (length !== sealedSize(Number(size))) return this.office.problem(400, 'bad-request');
    const id = `up${++this.count}`;
    this.uploads.set(id, { sha256, device, length, bytes: [new Uint8Array(body)] });
    const open = { Location: `/sync/v1/uploads/${id}`, 'Upload-Offset': String(body.length) };
    return (await this.finish(id)) ?? tus(201, open);
  }

  private async finish(id: string): Promise<Response | null> {
    const upload = this.uploads.get(id) as Upload;
    const whole = new Uint8Array(Buffer.concat(upload.bytes));
    if (whole.length < upload.length) return null;
    this.uploads.delete(id);
    const of = this.office.named(upload.device).find((media) => media.sha256 === upload.sha256)?.of ?? '';
    const step = SEGMENT + OVERHEAD;
    const segments = Array.from({ length: Math.ceil(whole.length / step) }, (_, i) =>
      whole.slice(i * step, (i + 1) * step),
    );
    for (const key of this.office.keys.get(of) ?? []) {
      const clear = await openFile(await aesKey(key), upload.sha256, segments).catch(() => null);
      if (clear === null || (await sha256Large(clear)) !== upload.sha256) continue;
      this.files.set(upload.sha256, clear);
      return tus(204, { 'Fangcha-Blob': 'stored', 'Upload-Offset': String(whole.length) });
    }
    return this.office.problem(422, 'blob-hash-mismatch');
  }
}
