// The list of the day as data: one entry an order or a household, with its one state, in the order in which it wants attention.

import { dayOf } from '@/i18n/format';
import type { AssignmentRow, DraftCard, Fix, HouseholdRow, OpStatusRow, OutboxItem } from '@/store/contract';
import { metresBetween } from '../place/distance';

export type Stage = 'returned' | 'doing' | 'todo' | 'sealed' | 'waiting' | 'text' | 'all';
export type Filter = 'everything' | 'todo' | 'returned' | 'waiting';

export interface Entry {
  readonly key: string;
  /** `a.<assignment>`, `v.<visit>` or `h.<household>`: what the household page is opened with. */
  readonly ref: string;
  readonly stage: Stage;
  readonly name: string;
  readonly village: string;
  readonly group: string | null;
  readonly metres: number | null;
  readonly due_day: string | null;
  readonly window: { readonly from_ms: number; readonly to_ms: number } | null;
  readonly draft: DraftCard | null;
  readonly item: OutboxItem | null;
  readonly receipt_no: string | null;
  /** Not on the list of the day: found by searching the roster. */
  readonly extra: boolean;
}

export interface Sources {
  readonly assignments: ReadonlyMap<string, AssignmentRow>;
  readonly households: ReadonlyMap<string, HouseholdRow>;
  readonly statuses: ReadonlyMap<string, OpStatusRow>;
  readonly drafts: readonly DraftCard[];
  readonly items: readonly OutboxItem[];
  readonly visitIdOf: (assignment: AssignmentRow) => string;
  readonly here: Fix | null;
  readonly now: number;
}

const rank: Record<Stage, number> = {
  returned: 0,
  doing: 1,
  todo: 2,
  sealed: 3,
  waiting: 4,
  text: 5,
  all: 6,
};

export function entriesOf(sources: Sources): readonly Entry[] {
  const items = new Map(
    sources.items.filter((item) => item.kind === 'visit').map((item) => [item.subject, item]),
  );
  const drafts = new Map(sources.drafts.map((draft) => [draft.visit_id, draft]));
  const assigned = [...sources.assignments.values()];
  const visits = new Set(assigned.filter((row) => !row.sealed).map((row) => sources.visitIdOf(row)));
  const orders = assigned.flatMap((row) => {
    const visit = row.sealed ? '' : sources.visitIdOf(row);
    return fromAssignment(sources, row, drafts.get(visit) ?? null, items.get(visit) ?? null) ?? [];
  });
  // Visits that nobody assigned: open ones, and those handed in that are of today or not all there yet.
  const others = new Set([
    ...drafts.keys(),
    ...[...items.values()].filter((item) => closedToday(item, sources.now)).map((item) => item.subject),
  ]);
  const own = [...others]
    .filter((visit) => !visits.has(visit))
    .map((visit) => fromVisit(sources, visit, drafts.get(visit) ?? null, items.get(visit) ?? null));
  return [...orders, ...own].sort(byAttention);
}

function byAttention(a: Entry, b: Entry): number {
  return (
    rank[a.stage] - rank[b.stage] ||
    a.village.localeCompare(b.village, 'zh-CN') ||
    (a.metres ?? 9e9) - (b.metres ?? 9e9) ||
    a.name.localeCompare(b.name, 'zh-CN')
  );
}

function closedToday(item: OutboxItem, now: number): boolean {
  return item.transfer !== 'all' || (item.closed_ms !== null && dayOf(item.closed_ms) === dayOf(now));
}

function stageOf(draft: DraftCard | null, item: OutboxItem | null, review: string | null): Stage {
  if (review === 'returned') return 'returned';
  if (draft) return 'doing';
  if (!item) return 'todo';
  return item.transfer === 'open' ? 'doing' : item.transfer === 'saved' ? 'waiting' : item.transfer;
}

function fromAssignment(
  sources: Sources,
  row: AssignmentRow,
  draft: DraftCard | null,
  item: OutboxItem | null,
): Entry | null {
  if (row.sealed) {
    return {
      ...blank,
      key: row.id,
      ref: `a.${row.id}`,
      stage: 'sealed',
      name: '',
      village: row.area.name,
      window: row.window,
      due_day: row.due_day,
    };
  }
  if (row.state === 'withdrawn' && !draft && !item) return null;
  const visit = sources.visitIdOf(row);
  const status = sources.statuses.get(visit);
  const stage = stageOf(draft, item, status?.review ?? null);
  const gone = row.state === 'done' && !draft && !(item && closedToday(item, sources.now));
  if ((gone && stage !== 'returned') || (stage === 'all' && item && !closedToday(item, sources.now)))
    return null;
  const home = row.target ? sources.households.get(row.target.id) : undefined;
  return {
    ...blank,
    key: row.id,
    ref: `a.${row.id}`,
    stage,
    name: home?.name ?? item?.household?.name ?? '',
    village: home?.village.name ?? row.area.name,
    group: home?.group ?? null,
    metres: distance(home, sources.here),
    due_day: row.due_day,
    window: row.window,
    draft,
    item,
    receipt_no: item?.receipt_no ?? status?.receipt_no ?? null,
  };
}

function fromVisit(sources: Sources, visit: string, draft: DraftCard | null, item: OutboxItem | null): Entry {
  const home = sources.households.get(draft?.household ?? item?.household?.id ?? '');
  return {
    ...blank,
    key: visit,
    ref: `v.${visit}`,
    stage: stageOf(draft, item, sources.statuses.get(visit)?.review ?? null),
    name: home?.name ?? draft?.name ?? item?.household?.name ?? '',
    village: home?.village.name ?? item?.household?.village ?? '',
    group: home?.group ?? null,
    metres: distance(home, sources.here),
    draft,
    item,
    receipt_no: item?.receipt_no ?? null,
  };
}

const blank: Entry = {
  key: '',
  ref: '',
  stage: 'todo',
  name: '',
  village: '',
  group: null,
  metres: null,
  due_day: null,
  window: null,
  draft: null,
  item: null,
  receipt_no: null,
  extra: false,
};

export function distance(home: HouseholdRow | undefined | null, here: Fix | null): number | null {
  return home?.point && here ? metresBetween(home.point, here) : null;
}

export function fromHousehold(home: HouseholdRow, here: Fix | null): Entry {
  return {
    ...blank,
    key: home.id,
    ref: `h.${home.id}`,
    name: home.name,
    village: home.village.name,
    group: home.group,
    metres: distance(home, here),
    extra: true,
  };
}

export function keepIn(filter: Filter, entry: Entry): boolean {
  if (filter === 'everything') return true;
  if (filter === 'todo') return entry.stage === 'todo' || entry.stage === 'doing';
  if (filter === 'returned') return entry.stage === 'returned';
  return entry.stage === 'waiting' || entry.stage === 'text';
}

export interface Day {
  readonly done: number;
  readonly total: number;
}

/** 已访4户，共9户: visits closed today, and with them what is still to do. Envelopes count: each is a household. */
export function dayOfWork(entries: readonly Entry[], now: number): Day {
  const done = entries.filter(
    (entry) => entry.item?.closed_ms && !entry.draft && dayOf(entry.item.closed_ms) === dayOf(now),
  ).length;
  const left = entries.filter((entry) =>
    ['todo', 'doing', 'sealed', 'returned'].includes(entry.stage),
  ).length;
  return { done, total: done + left };
}

/** Households that the words lead to: first those of the list, then the rest of the roster. */
export function searchIn(
  entries: readonly Entry[],
  found: readonly HouseholdRow[],
  households: (entry: Entry) => string | null,
  here: Fix | null,
): readonly Entry[] {
  const ids = new Set(found.map((home) => home.id));
  const listed = entries.filter((entry) => ids.has(households(entry) ?? ''));
  const has = new Set(listed.map((entry) => households(entry)));
  return [...listed, ...found.filter((home) => !has.has(home.id)).map((home) => fromHousehold(home, here))];
}
