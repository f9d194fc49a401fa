/** How texts and files lie on the phone and travel: AES-256-GCM under one key a subject. docs/protocol.md §3. */
import { aesKey, CannotOpen, chance, OVERHEAD, open, seal } from './aead';
import { type Bytes, concat, hex, lines, TEXT_LIMIT, textOf, utf8 } from './bytes';

export const SEGMENT = 1024 * 1024;
export type Which = 'body' | 'part';

function throughStream(bytes: Bytes, stream: GenericTransformStream, limit: number): Promise<Bytes> {
  const source = new ReadableStream<Bytes>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const reader = source.pipeThrough(stream as unknown as ReadableWritablePair<Bytes, Bytes>).getReader();
  const parts: Bytes[] = [];
  let size = 0;
  const read = async (): Promise<Bytes> => {
    const { done, value } = await reader.read();
    if (done) return concat(...parts);
    size += value.length;
    if (size > limit) {
      void reader.cancel().catch(() => undefined);
      throw new CannotOpen('too_large');
    }
    parts.push(value);
    return read();
  };
  return read();
}

export const deflate = (bytes: Bytes, format: 'deflate' | 'gzip' = 'deflate'): Promise<Bytes> =>
  throughStream(bytes, new CompressionStream(format), Number.POSITIVE_INFINITY);

function adler32(bytes: Bytes): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

async function inflate(bytes: Bytes): Promise<Bytes> {
  let clear: Bytes;
  try {
    clear = await throughStream(bytes, new DecompressionStream('deflate'), TEXT_LIMIT);
  } catch (error) {
    throw error instanceof CannotOpen ? error : new CannotOpen('deflate');
  }
  // Not every engine minds bytes behind the stream: its checksum must be the last thing there.
  const tail = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0);
  if (tail !== adler32(clear)) throw new CannotOpen('deflate');
  return clear;
}

const itemAad = (op_id: string, which: Which): string => lines('fangcha/item/1', op_id, which);

export async function sealText(
  key: CryptoKey,
  op_id: string,
  which: Which,
  text: string,
  random = chance,
): Promise<Bytes> {
  return seal(key, await deflate(utf8(text)), itemAad(op_id, which), random);
}

export async function openText(key: CryptoKey, op_id: string, which: Which, sealed: Bytes): Promise<string> {
  return textOf(await inflate(await open(key, sealed, itemAad(op_id, which))));
}

export const segmentCount = (size: number): number => Math.ceil(size / SEGMENT);
export const sealedSize = (size: number): number => size + OVERHEAD * segmentCount(size);

const segmentAad = (sha256: string, index: number, count: number): string =>
  lines('fangcha/file/1', sha256, index, count);

export async function sealFile(
  key: CryptoKey,
  sha256: string,
  file: Bytes,
  random = chance,
): Promise<Bytes[]> {
  const count = segmentCount(file.length);
  const sealed: Bytes[] = [];
  for (let i = 0; i < count; i++) {
    const segment = file.subarray(i * SEGMENT, (i + 1) * SEGMENT);
    sealed.push(await seal(key, segment, segmentAad(sha256, i, count), random));
  }
  return sealed;
}

export async function openFile(key: CryptoKey, sha256: string, segments: readonly Bytes[]): Promise<Bytes> {
  const clear = await Promise.all(
    segments.map((segment, i) => open(key, segment, segmentAad(sha256, i, segments.length))),
  );
  return concat(...clear);
}

const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const;

export async function keyId(spki: Bytes): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', spki))).slice(0, 16);
}

export const wrapInfo = (device: string, of: string, kid: string): string =>
  lines('fangcha/wrap/1', device, of, kid);

export interface Wrap {
  readonly kid: string;
  readonly epk: Bytes;
  readonly wrap: Bytes;
}

/** Only the holder of the office intake key opens it again. `pair` is for the vectors. */
export async function wrapForOffice(
  item_key: Bytes,
  office: { kid: string; spki: Bytes },
  device: string,
  of: string,
  random = chance,
  pair?: CryptoKeyPair,
): Promise<Wrap> {
  const ephemeral = pair ?? ((await crypto.subtle.generateKey(P256, true, ['deriveBits'])) as CryptoKeyPair);
  const epk = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey));
  const theirs = await crypto.subtle.importKey('spki', office.spki, P256, false, []);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, ephemeral.privateKey, 256);
  const info = wrapInfo(device, of, office.kid);
  const ikm = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits(
    { name: 'HKDF', hash: 'SHA-256', salt: epk, info: utf8(info) },
    ikm,
    256,
  );
  const key = await aesKey(new Uint8Array(bits));
  return { kid: office.kid, epk, wrap: await seal(key, item_key, info, random) };
}
