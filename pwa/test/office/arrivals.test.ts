import { describe, expect, it } from 'vitest';
import { merge } from '@/office/arrivals';
import type { VisitRow } from '@/office/shapes';

const row = (id: string, transfer: VisitRow['transfer'] = 'text'): VisitRow => ({
  id,
  household: '张秀兰',
  number: '3F7K0412',
  village: '后峭村',
  town: '双溪镇',
  result: 'MET',
  transfer,
  review: null,
  inspectors: ['陈文斌'],
  visited_ms: 0,
  received_ms: 0,
  photos: 4,
  photos_missing: 0,
  alarms: 0,
  findings: 0,
});
const ids = (rows: readonly VisitRow[]) => rows.map((one) => one.id);

describe('the list while visits arrive', () => {
  it('shows the first page as it comes', () => {
    const { shown, waiting } = merge(null, [], [row('b'), row('a')]);
    expect(ids(shown)).toEqual(['b', 'a']);
    expect(waiting).toEqual([]);
  });

  it('changes a known visit in its place', () => {
    const { shown } = merge([row('b'), row('a')], [], [row('a', 'all'), row('b')]);
    expect(ids(shown)).toEqual(['b', 'a']);
    expect(shown[1]?.transfer).toBe('all');
  });

  it('keeps new visits behind a line, so that nothing moves under the hand', () => {
    const { shown, waiting } = merge([row('a')], [], [row('c'), row('b'), row('a')]);
    expect(ids(shown)).toEqual(['a']);
    expect(ids(waiting)).toEqual(['c', 'b']);
  });

  it('does not forget a waiting visit that has slipped off the newest page', () => {
    const { waiting } = merge([row('a')], [row('b')], [row('d'), row('c')]);
    expect(ids(waiting)).toEqual(['d', 'c', 'b']);
  });
});
