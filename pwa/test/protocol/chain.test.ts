import { describe, expect, it } from 'vitest';
import { fromBase64 } from '@/protocol/bytes';
import { breakAt, type Head, headAfter } from '@/protocol/chain';
import { headText, visitDigest, visitSignatureText, visitText } from '@/protocol/digest';
import { sha256Hex } from '@/protocol/hash';
import { type Envelope, opHash } from '@/protocol/ops';
import { makeKeyPair, sign, verify } from '@/protocol/signing';
import { vectors } from './vectors';

type WrittenOp = Omit<Envelope, 'body_sha256'> & { body: string; hash: string };
interface ChainVectors {
  epochs: { epoch: string; ops: WrittenOp[]; head: { seq: number; hash: string } }[];
  broken: { name: string; reason: string; after: Head | null; op: WrittenOp }[];
}
interface DigestVectors {
  device: { spki: string };
  head: { device: string; epoch: string; seq: number; hash: string; text: string; sig: string };
  bad_head_signatures: { name: string; sig: string }[];
  visits: {
    name: string;
    visit_id: string;
    attempt: number;
    round: number;
    result: string;
    hashes: string[];
    text: string;
    digest: string;
    signed_text: string;
    sig: string;
  }[];
}
const c = vectors<ChainVectors>('chain');
const d = vectors<DigestVectors>('digest');
const envelope = ({ body, hash: _, ...op }: WrittenOp): Envelope => ({ ...op, body_sha256: sha256Hex(body) });

describe('chain', () => {
  it.each(c.epochs)('follows op by op to the head: $epoch', ({ ops, head }) => {
    let at: Head | null = null;
    for (const op of ops) {
      expect(breakAt(at, envelope(op))).toBeNull();
      expect(opHash(envelope(op))).toBe(op.hash);
      at = headAfter(envelope(op));
    }
    expect(at).toMatchObject(head);
  });

  it.each(c.broken)('is not followed by $name', ({ after, op, reason }) => {
    expect(breakAt(after, envelope(op))).toBe(reason);
  });
});

describe('digest', () => {
  it.each(d.visits)('of $name is that of the vectors', async (visit) => {
    expect(visitText(visit, visit.hashes)).toBe(visit.text);
    expect(visitDigest(visit, visit.hashes)).toBe(visit.digest);
    expect(visitSignatureText(visit.digest)).toBe(visit.signed_text);
    expect(await verify(fromBase64(d.device.spki), visit.signed_text, fromBase64(visit.sig))).toBe(true);
  });

  it('of the head is signed by the device, and by nobody else', async () => {
    const { device, epoch, seq, hash, text, sig } = d.head;
    expect(headText(device, epoch, seq, hash)).toBe(text);
    expect(await verify(fromBase64(d.device.spki), text, fromBase64(sig))).toBe(true);
    for (const bad of d.bad_head_signatures) {
      expect(await verify(fromBase64(d.device.spki), text, fromBase64(bad.sig)), bad.name).toBe(false);
    }
  });

  it('is signed with 64 bytes', async () => {
    const pair = await makeKeyPair(false);
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
    const made = await sign(pair.privateKey, d.head.text);
    expect(fromBase64(made)).toHaveLength(64);
    expect(await verify(spki, d.head.text, fromBase64(made))).toBe(true);
  });
});
