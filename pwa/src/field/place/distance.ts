// Metres between two WGS-84 points; good to a few parts in a thousand, which is finer than any phone.
export interface Point {
  readonly lat_e7: number;
  readonly lon_e7: number;
}

const RADIUS_M = 6_371_008.8;

export function metresBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180 / 1e7;
  const lat1 = a.lat_e7 * rad;
  const lat2 = b.lat_e7 * rad;
  const s1 = Math.sin((lat2 - lat1) / 2);
  const s2 = Math.sin(((b.lon_e7 - a.lon_e7) * rad) / 2);
  return (
    2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(s1 * s1 + Math.cos(lat1) * Math.cos(lat2) * s2 * s2)))
  );
}
