// The plan of places: WGS-84 points to metres around a centre, metres to a drawing. No tiles, nothing that can leak or be 500 m off.
import type { Fix } from './shapes';

export interface Metres {
  readonly x: number; // east
  readonly y: number; // north
}

export interface PlanPoint extends Metres {
  readonly n: number;
  readonly acc: number;
}

export interface Plan {
  readonly points: readonly PlanPoint[];
  readonly home: Metres | null;
  /** Metres shown across the shorter side. */
  readonly span: number;
  readonly middle: Metres;
  /** Length of the scale bar, metres: 1, 2 or 5 times a power of ten. */
  readonly bar: number;
}

const RADIUS = 6_371_008.8;
const RADIANS = Math.PI / 180;
const SMALLEST_SPAN = 60;

type Place = Pick<Fix, 'lat_e7' | 'lon_e7'>;

/** East and north of `origin` in metres; good to centimetres over a village. */
export function toMetres(place: Place, origin: Place): Metres {
  const lat = origin.lat_e7 * 1e-7 * RADIANS;
  return {
    x: (place.lon_e7 - origin.lon_e7) * 1e-7 * RADIANS * RADIUS * Math.cos(lat),
    y: (place.lat_e7 - origin.lat_e7) * 1e-7 * RADIANS * RADIUS,
  };
}

/** The largest 1, 2 or 5 × 10ⁿ that is not longer than `metres`. */
export function niceLength(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  const step = [5, 2, 1].find((one) => one * power <= metres) ?? 1;
  return step * power;
}

export function draw(fixes: readonly Fix[], registered: Place | null): Plan | null {
  const origin = registered ?? fixes[0];
  if (!origin || fixes.length === 0) return null;
  const points = fixes.map((fix, i) => ({ ...toMetres(fix, origin), n: i + 1, acc: fix.acc_cm / 100 }));
  const home = registered ? { x: 0, y: 0 } : null;
  const discs = [...points, ...(home ? [{ ...home, acc: 10 }] : [])];
  const west = Math.min(...discs.map((p) => p.x - p.acc));
  const east = Math.max(...discs.map((p) => p.x + p.acc));
  const south = Math.min(...discs.map((p) => p.y - p.acc));
  const north = Math.max(...discs.map((p) => p.y + p.acc));
  const span = Math.max(SMALLEST_SPAN, (east - west) * 1.15, (north - south) * 1.15);
  return {
    points,
    home,
    span,
    middle: { x: (west + east) / 2, y: (south + north) / 2 },
    bar: niceLength(span / 4),
  };
}
