import { expect } from 'vitest';
import type { World } from './world';

/** Every op once, in order, verified; every file there. */
export function expectWhole(world: World, photos: string[]): void {
  const { ops, files } = world.office;
  expect(new Set(ops.map((op) => op.op_id)).size).toBe(ops.length);
  expect(ops.map((op) => op.seq)).toEqual(ops.map((_, i) => i + 1));
  expect(ops.every((op) => op.status === 'accepted' && op.signed)).toBe(true);
  expect([...files.keys()].sort()).toEqual([...photos].sort());
}
