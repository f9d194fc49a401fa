import { describe, expect, it } from 'vitest';
import { aesKey } from '@/protocol/aead';
import { type Bytes, base64url, concat, fromBase64, sha256Large } from '@/protocol/bytes';
import {
  keyId,
  openFile,
  openText,
  SEGMENT,
  sealedSize,
  sealFile,
  sealText,
  wrapForOffice,
  wrapInfo,
} from '@/protocol/sealing';
import { vectors } from './vectors';

interface SealingVectors {
  segment_size: number;
  office: { spki: string; kid: string };
  ephemeral: { jwk: JsonWebKey };
  texts: { name: string; key: string; op_id: string; which: 'body' | 'part'; text: string; sealed: string }[];
  bad_texts: {
    name: string;
    key: string;
    op_id: string;
    which: 'body' | 'part';
    sealed: string;
    reason: string;
  }[];
  files: {
    name: string;
    key: string;
    nonces: string[];
    size: number;
    sha256: string;
    sealed_size: number;
    sealed_sha256: string;
  }[];
  wraps: {
    name: string;
    device: string;
    of: string;
    kid: string;
    item_key: string;
    nonce: string;
    info: string;
    epk: string;
    wrap: string;
  }[];
}
const v = vectors<SealingVectors>('sealing');
const given = (nonces: string[]) => {
  const left = [...nonces];
  return (into: Bytes): Bytes => {
    into.set(fromBase64(left.shift() ?? ''));
    return into;
  };
};
function fileOf(size: number): Bytes {
  const out = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const at = i % 65536;
    out[i] = (31 * at + 7 * (at >> 8)) % 256;
  }
  return out;
}

describe('sealed text', () => {
  it.each(v.texts)('of the vectors opens: $name', async ({ key, op_id, which, text, sealed }) => {
    const opener = await aesKey(fromBase64(key));
    expect(await openText(opener, op_id, which, fromBase64(sealed))).toBe(text);
    const own = await sealText(opener, op_id, which, text);
    expect(await openText(opener, op_id, which, own)).toBe(text);
  });

  it.each(v.bad_texts)('does not open: $name', async ({ key, op_id, which, sealed, reason }) => {
    const opener = await aesKey(fromBase64(key));
    await expect(openText(opener, op_id, which, fromBase64(sealed))).rejects.toMatchObject({ reason });
  });
});

describe('sealed file', () => {
  it.each(v.files)('is cut and sealed like the vectors: $name', async (file) => {
    expect(SEGMENT).toBe(v.segment_size);
    const key = await aesKey(fromBase64(file.key));
    const clear = fileOf(file.size);
    expect(await sha256Large(clear)).toBe(file.sha256);
    const segments = await sealFile(key, file.sha256, clear, given(file.nonces));
    const whole = concat(...segments);
    expect(whole).toHaveLength(file.sealed_size);
    expect(sealedSize(file.size)).toBe(file.sealed_size);
    expect(await sha256Large(whole)).toBe(file.sealed_sha256);
    expect(await sha256Large(await openFile(key, file.sha256, segments))).toBe(file.sha256);
  });
});

describe('wrap for the office', () => {
  it.each(v.wraps)('is that of the vectors: $name', async (wrap) => {
    const spki = fromBase64(v.office.spki);
    expect(await keyId(spki)).toBe(wrap.kid);
    expect(wrapInfo(wrap.device, wrap.of, wrap.kid)).toBe(wrap.info);
    const jwk = v.ephemeral.jwk;
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const { d: _, ...open_jwk } = jwk;
    const pair = {
      privateKey: await crypto.subtle.importKey('jwk', jwk, curve, true, ['deriveBits']),
      publicKey: await crypto.subtle.importKey('jwk', open_jwk, curve, true, []),
    };
    const item_key = fromBase64(wrap.item_key);
    const made = await wrapForOffice(
      item_key,
      { kid: wrap.kid, spki },
      wrap.device,
      wrap.of,
      given([wrap.nonce]),
      pair,
    );
    expect(base64url(made.epk)).toBe(wrap.epk);
    expect(base64url(made.wrap)).toBe(wrap.wrap);
  });
});
