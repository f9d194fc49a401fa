/** AES-256-GCM with a random nonce in front: the one way in which anything is sealed here. */
import { type Bytes, concat, utf8 } from './bytes';

/** What sealing adds: 12 bytes of nonce, 16 of tag. */
export const OVERHEAD = 28;

/** Fills and returns the array: `crypto.getRandomValues` or a test's. */
export type Random = (into: Bytes) => Bytes;

export const chance: Random = (into) => crypto.getRandomValues(into);

export class CannotOpen extends Error {
  constructor(readonly reason: 'length' | 'tag' | 'deflate' | 'too_large') {
    super(reason);
    this.name = 'CannotOpen';
  }
}

export const aesKey = (raw: Bytes, extractable = false): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', extractable, ['encrypt', 'decrypt']);

export async function seal(key: CryptoKey, clear: Bytes, aad: string, random = chance): Promise<Bytes> {
  const iv = random(new Uint8Array(12));
  return concat(
    iv,
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(aad) }, key, clear),
  );
}

export async function open(key: CryptoKey, sealed: Bytes, aad: string): Promise<Bytes> {
  if (sealed.length < OVERHEAD) throw new CannotOpen('length');
  const iv = sealed.subarray(0, 12);
  try {
    const data = sealed.subarray(12);
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: utf8(aad) }, key, data),
    );
  } catch {
    throw new CannotOpen('tag');
  }
}
