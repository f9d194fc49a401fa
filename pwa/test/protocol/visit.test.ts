import { describe, expect, it } from 'vitest';
import { visitDigest } from '@/protocol/digest';
import { sha256Hex } from '@/protocol/hash';
import { type Envelope, grammarFault, opHash, writeText } from '@/protocol/ops';
import { visitIdOf } from '@/protocol/uuid';
import { vectors } from './vectors';

type Written = Omit<Envelope, 'device' | 'epoch' | 'seq' | 'prev' | 'body_sha256'> & {
  body: string;
  part: string | null;
};
interface VisitVectors {
  device: string;
  epoch: string;
  first_seq: number;
  prev: string;
  head: string;
  visit_id: string;
  assignment: string;
  ops: Written[];
}
const v = vectors<VisitVectors>('visit');

describe('the visit of the vectors', () => {
  it('chains to its head, and its digest covers what stands before the last op', async () => {
    const hashes: string[] = [];
    let prev = v.prev;
    for (const [i, { body, part, ...rest }] of v.ops.entries()) {
      const op = {
        ...rest,
        device: v.device,
        epoch: v.epoch,
        seq: v.first_seq + i,
        prev,
        body_sha256: sha256Hex(body),
      };
      expect(grammarFault(op)).toBeNull();
      if (part !== null) expect(JSON.parse(body)).toMatchObject({ part_sha256: sha256Hex(part) });
      prev = opHash(op);
      hashes.push(prev);
    }
    expect(prev).toBe(v.head);
    expect(v.visit_id).toBe(await visitIdOf(v.assignment, 1));
    const closed = JSON.parse(v.ops.at(-1)?.body ?? '') as {
      digest: string;
      op_count: number;
      result: string;
      attempt: number;
      round: number;
    };
    expect(closed.op_count).toBe(hashes.length - 1);
    expect(visitDigest({ ...closed, visit_id: v.visit_id }, hashes.slice(0, -1))).toBe(closed.digest);
  });

  it('would be written by this device in the same bytes', () => {
    for (const { body, part } of v.ops) {
      for (const text of [body, part])
        if (text != null) expect(writeText(JSON.parse(text) as object)).toBe(text);
    }
  });
});
