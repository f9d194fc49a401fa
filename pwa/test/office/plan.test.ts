import { describe, expect, it } from 'vitest';
import { labels, ranges } from '@/office/place';
import { draw, niceLength, toMetres } from '@/office/plan';
import type { Fix } from '@/office/shapes';

const HOME = { lat_e7: 269_100_000, lon_e7: 1_189_900_000 };
const fix = (north_e7: number, acc_m = 12): Fix => ({
  lat_e7: HOME.lat_e7 + north_e7,
  lon_e7: HOME.lon_e7,
  acc_cm: acc_m * 100,
  age_ms: 0,
  t_ms: 0,
});

describe('the plan of places', () => {
  it('measures a thousandth of a degree north as 111 metres', () => {
    expect(toMetres({ ...HOME, lat_e7: HOME.lat_e7 + 10_000 }, HOME).y).toBeCloseTo(111.2, 1);
  });

  it('shortens degrees of longitude by the cosine of the latitude', () => {
    const east = toMetres({ ...HOME, lon_e7: HOME.lon_e7 + 10_000 }, HOME).x;
    expect(east).toBeCloseTo(111.2 * Math.cos((26.91 * Math.PI) / 180), 1);
  });

  it('holds every accuracy circle and the registered point', () => {
    const plan = draw([fix(10_000, 80), fix(0)], HOME);
    expect(plan?.home).toEqual({ x: 0, y: 0 });
    expect(plan?.span).toBeGreaterThanOrEqual(111 + 80 + 12);
  });

  it('is not drawn without a fix', () => {
    expect(draw([], HOME)).toBeNull();
  });

  it('chooses scale bars of 1, 2 or 5', () => {
    expect([3, 15, 77, 240, 1_999].map(niceLength)).toEqual([2, 10, 50, 200, 1_000]);
  });

  it('gives points on one spot one label', () => {
    const at = (n: number, x: number) => ({ n, x, y: 0 });
    expect(labels([at(1, 0), at(2, 5), at(3, 100), at(4, 3)], 20).map((one) => one.text)).toEqual([
      '1–2、4',
      '3',
    ]);
    expect(ranges([1, 2, 3, 5])).toBe('1–3、5');
  });
});
