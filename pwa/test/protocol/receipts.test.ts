import { describe, expect, it } from 'vitest';
import { canonical } from '@/protocol/canonical';
import { baseOf, isReceiptFor, leafOf } from '@/protocol/receipts';

const HASH = 'ab'.repeat(32);

describe('receipt', () => {
  it('holds only for the op that its leaf names', () => {
    const leaf = `{"g":"350722-2026-RC","h":"${HASH}","t":"op","v":1}`;
    expect(leafOf('350722-2026-RC', HASH)).toBe(leaf);
    expect(isReceiptFor({ index: 7, leaf }, '350722-2026-RC', HASH)).toBe(true);
    expect(isReceiptFor({ index: 7, leaf }, '350722-2026-RC', 'cd'.repeat(32))).toBe(false);
    expect(isReceiptFor({ index: -1, leaf }, '350722-2026-RC', HASH)).toBe(false);
  });

  it('sorts members by code unit and knows no floats', () => {
    expect(canonical({ b: [1, null, true], a: { '\u20ac': '"', '\r': 'x' } })).toBe(
      '{"a":{"\\r":"x","€":"\\""},"b":[1,null,true]}',
    );
    expect(() => canonical({ a: 0.5 })).toThrow(RangeError);
  });

  it('reads the base out of a checkpoint, and nothing out of another text', () => {
    const root = Buffer.from(HASH, 'hex').toString('base64');
    expect(baseOf(`fangcha.example/g3\n4711\n${root}\n\n— fangcha.example sig\n`)).toBe(`3:4711:${HASH}`);
    expect(baseOf('<html>')).toBeNull();
    expect(baseOf(`fangcha.example/g3\n4711\n${root}x\n`)).toBeNull();
  });
});
