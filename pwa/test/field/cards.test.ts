import { describe, expect, it } from 'vitest';
import { dayOfWork, type Entry, entriesOf, keepIn, type Sources, searchIn } from '@/field/today/cards';
import { visitIdOf } from './visit_id';
import * as world from './world';

const visit = (name: string): string => visitIdOf(world.assignmentOf(name).id, 1);

function sources(more: Partial<Sources> = {}): Sources {
  return {
    assignments: new Map(world.assignments.map((one) => [one.id, one])),
    households: new Map(world.households.map((one) => [one.id, one])),
    statuses: new Map(),
    drafts: [],
    items: [],
    visitIdOf: (row) => visitIdOf(row.id, row.attempt ?? 1),
    here: null,
    now: world.NOW,
    ...more,
  };
}
const named = (entries: readonly Entry[], name: string): Entry => {
  const found = entries.find((entry) => entry.name === name);
  if (!found) throw new Error(`no entry of ${name}`);
  return found;
};

describe('the list of the day', () => {
  it('puts what needs a person first and what has arrived last', () => {
    const draft = {
      visit_id: visit('王木生'),
      assignment: null,
      household: null,
      name: '王木生',
      result: null,
      left_ms: null,
      answered: 2,
      photos: 0,
      saved_ms: 1,
    };
    const entries = entriesOf(
      sources({
        drafts: [draft],
        items: [
          world.itemFor('周能旺', visit('周能旺'), {}),
          world.itemFor('陈银娇', visit('陈银娇'), { transfer: 'all' }),
        ],
        statuses: new Map([
          [
            visit('郑桂芳'),
            {
              visit_id: visit('郑桂芳'),
              transfer: 'all',
              review: 'returned',
              arrived_ms: 1,
              receipt_no: null,
            },
          ],
        ]),
      }),
    );
    const stages = entries.map((entry) => entry.stage);
    expect(stages[0]).toBe('returned');
    expect(stages[1]).toBe('doing');
    expect(stages.slice(-2)).toEqual(['waiting', 'all']);
    expect(stages.filter((stage) => stage === 'todo')).toHaveLength(5);
  });

  it('shows of a sealed order its area and window and nothing of a household', () => {
    const sealed = entriesOf(sources()).find((entry) => entry.stage === 'sealed');
    expect(sealed).toMatchObject({
      name: '',
      village: '棠口镇',
      metres: null,
      draft: null,
      item: null,
      window: world.sealed.window,
    });
  });

  it('keeps an order that was taken back only while its visit is open or unsent', () => {
    const rows = new Map(world.assignments.map((one) => [one.id, { ...one, state: 'withdrawn' as const }]));
    expect(entriesOf(sources({ assignments: rows })).every((entry) => entry.stage === 'sealed')).toBe(true);
    const items = [world.itemFor('王木生', visit('王木生'), {})];
    expect(named(entriesOf(sources({ assignments: rows, items })), '王木生').stage).toBe('waiting');
  });

  it('lists a visit that nobody assigned, open or handed in', () => {
    const items = [world.itemFor('王木生', 'aaaaaaaa-0000-7000-8000-000000000000', {})];
    const own = entriesOf(sources({ assignments: new Map(), items }));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({
      ref: 'v.aaaaaaaa-0000-7000-8000-000000000000',
      stage: 'waiting',
      name: '王木生',
    });
  });

  it('counts what was closed today and what is left', () => {
    const items = [
      world.itemFor('周能旺', visit('周能旺'), {}),
      world.itemFor('陈银娇', visit('陈银娇'), { transfer: 'all', closed_ms: world.NOW - 3 * 86_400_000 }),
    ];
    expect(dayOfWork(entriesOf(sources({ items })), world.NOW)).toEqual({ done: 1, total: 9 });
  });

  it('says how far it is where both points are known', () => {
    const here = {
      lat_e7: 269_133_000,
      lon_e7: 1_189_955_000,
      acc_cm: 500,
      t_ms: 1,
      age_ms: 0,
      datum: 'wgs84' as const,
    };
    const entries = entriesOf(sources({ here }));
    expect(named(entries, '郑桂芳').metres).toBeLessThan(60);
    expect(named(entries, '阿卜杜热依木·麦麦提').metres).toBeNull();
  });

  it('filters by what is to do, returned and not yet sent', () => {
    const entries = entriesOf(
      sources({ items: [world.itemFor('周能旺', visit('周能旺'), { transfer: 'text' })] }),
    );
    const count = (filter: Parameters<typeof keepIn>[0]): number =>
      entries.filter((entry) => keepIn(filter, entry)).length;
    expect([count('everything'), count('todo'), count('returned'), count('waiting')]).toEqual([10, 8, 0, 1]);
  });

  it('finds first on the list, then in the whole register', () => {
    const entries = entriesOf(sources());
    const targetOf = (entry: Entry): string | null =>
      world.assignments.find((row) => row.id === entry.key)?.target?.id ?? null;
    const found = [...world.rosterOnly.slice(0, 2), ...world.households.slice(0, 1)];
    expect(searchIn(entries, found, targetOf, null).map((entry) => [entry.name, entry.extra])).toEqual([
      ['郑桂芳', false],
      ['张第1', true],
      ['张第2', true],
    ]);
  });
});
