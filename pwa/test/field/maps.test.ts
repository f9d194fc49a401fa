import { describe, expect, it } from 'vitest';
import { metresBetween } from '@/field/place/distance';
import { mapLinks } from '@/field/visit/navigate';
import * as world from './world';

const home = world.households[1];
const point = (lat: string | undefined, lon: string | undefined) => ({
  lat_e7: Math.round(Number(lat) * 1e7),
  lon_e7: Math.round(Number(lon) * 1e7),
});

describe('handing a point to a map', () => {
  it('gives every map its own datum, and no name of a family', async () => {
    if (!home?.point) throw new Error('no point');
    const links = await mapLinks(home);
    const amap = /to=([\d.]+),([\d.]+)/.exec(links?.amap ?? '');
    const baidu = /location=([\d.]+),([\d.]+)/.exec(links?.baidu ?? '');
    const system = /^geo:([\d.]+),([\d.]+)/.exec(links?.system ?? '');
    const away = (lat: string | undefined, lon: string | undefined): number =>
      metresBetween(home.point ?? { lat_e7: 0, lon_e7: 0 }, point(lat, lon));
    expect(away(amap?.[2], amap?.[1])).toBeGreaterThan(300);
    expect(away(amap?.[2], amap?.[1])).toBeLessThan(800);
    expect(away(baidu?.[1], baidu?.[2])).toBeGreaterThan(600);
    expect(away(system?.[1], system?.[2])).toBeLessThan(1);
    for (const link of Object.values(links ?? {})) expect(decodeURIComponent(link)).not.toContain(home.name);
  });

  it('gives nothing where no point is known', async () => {
    const none = world.households.find((one) => one.point === null);
    expect(none && (await mapLinks(none))).toBeNull();
  });
});

describe('distance', () => {
  it('is right to a metre over a kilometre', () => {
    const a = { lat_e7: 269_100_000, lon_e7: 1_189_900_000 };
    expect(metresBetween(a, { ...a, lat_e7: a.lat_e7 + 90_000 })).toBeCloseTo(1000.75, 0);
    expect(metresBetween(a, a)).toBe(0);
  });
});
