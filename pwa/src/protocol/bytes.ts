/** Texts, bytes, hex, base64url, and the platform's SHA-256. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A body or part in UTF-8. */
export const TEXT_LIMIT = 65536;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Bytes => encoder.encode(text) as Bytes;
/** Throws on bytes that are not UTF-8. */
export const textOf = (bytes: Uint8Array | ArrayBuffer): string => decoder.decode(bytes);

/** *Lines(a, b, …)*: every text ended by one LF. */
export const lines = (...texts: (string | number)[]): string => texts.map((text) => `${text}\n`).join('');

export function hex(bytes: Uint8Array): string {
  let out = '';
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0');
  return out;
}

export function fromHex(text: string): Bytes {
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  // In slices, because a call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

export const base64url = (bytes: Uint8Array | ArrayBuffer): string =>
  base64(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes)
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/** Takes both alphabets, with or without padding. */
export function fromBase64(text: string): Bytes {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

export function concat(...parts: (Uint8Array | ArrayBuffer)[]): Bytes {
  const views = parts.map((part) => (part instanceof ArrayBuffer ? new Uint8Array(part) : part));
  const out = new Uint8Array(views.reduce((sum, view) => sum + view.length, 0));
  let at = 0;
  for (const view of views) {
    out.set(view, at);
    at += view.length;
  }
  return out;
}

/** For photos: the platform's own hash, off the main thread and without a copy. */
export const sha256Large = async (data: ArrayBuffer | Bytes): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', data)));

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
