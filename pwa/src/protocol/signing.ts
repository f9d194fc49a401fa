/** P-256 with SHA-256, r‖s. WebCrypto hands out exactly this form. */
import { type Bytes, base64url, utf8 } from './bytes';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SHA = { name: 'ECDSA', hash: 'SHA-256' } as const;

export const makeKeyPair = async (extractable: boolean): Promise<CryptoKeyPair> =>
  (await crypto.subtle.generateKey(P256, extractable, ['sign', 'verify'])) as CryptoKeyPair;

export async function sign(key: CryptoKey, text: string): Promise<string> {
  return base64url(await crypto.subtle.sign(SHA, key, utf8(text)));
}

export async function verify(spki: Bytes, text: string, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey('spki', spki, P256, false, ['verify']);
  return crypto.subtle.verify(SHA, key, signature, utf8(text));
}

export const importPrivate = (pkcs8: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign']);
