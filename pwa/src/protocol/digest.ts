/** What the device signs: the head of its chain once a push, and the digest of a visit when it closes. */
import { lines } from './bytes';
import { sha256Hex } from './hash';

export const headText = (device: string, epoch: string, seq: number, hash: string): string =>
  lines('fangcha/head/1', device, epoch, seq, hash);

export const visitText = (
  visit: { visit_id: string; attempt: number; round: number; result: string },
  hashes: readonly string[],
): string => lines('fangcha/visit/1', visit.visit_id, visit.attempt, visit.round, visit.result, ...hashes);

export const visitDigest = (...args: Parameters<typeof visitText>): string => sha256Hex(visitText(...args));

export const visitSignatureText = (digest: string): string => lines('fangcha/visit-signature/1', digest);
