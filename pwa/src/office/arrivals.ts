// The list of visits as they arrive. What is being read never moves: known rows change in place, new ones wait behind a line.
import { signal } from '@preact/signals';
import * as v from 'valibot';
import { call } from '@/api';
import { type AlarmRow, VisitCase, VisitPage, type VisitRow } from './shapes';

export const POLL_MS = 5_000;
export type Transfer = VisitRow['transfer'];
type Load<T> = { kind: 'loading' } | { kind: 'failed' } | { kind: 'ready'; value: T };

export const filter = signal<Transfer | null>(null);
export const rows = signal<readonly VisitRow[] | null>(null);
export const fresh = signal<readonly VisitRow[]>([]);
export const alarms = signal<readonly AlarmRow[]>([]);
export const next = signal<string | null>(null);
export const now_ms = signal(0);
/** Local time of the last answer, and whether the last try had one. */
export const reach = signal<{ at_ms: number | null; ok: boolean }>({ at_ms: null, ok: true });
export const current = signal<Load<VisitCase> & { id?: string }>({ kind: 'loading' });

const address = (cursor: string | null): string => {
  const query = new URLSearchParams({ limit: '40' });
  if (cursor) query.set('cursor', cursor);
  if (filter.value) query.set('transfer', filter.value);
  return `/api/visits?${query}`;
};

/** Puts a newest page beside what is shown. Pure, so that it can be tried without a server. */
export function merge(
  shown: readonly VisitRow[] | null,
  waiting: readonly VisitRow[],
  page: readonly VisitRow[],
): { shown: readonly VisitRow[]; waiting: readonly VisitRow[] } {
  if (shown === null || shown.length === 0) return { shown: page, waiting: [] };
  const newest = new Map(page.map((row) => [row.id, row]));
  const known = new Set(shown.map((row) => row.id));
  const old = waiting.filter((row) => !newest.has(row.id));
  return {
    shown: shown.map((row) => newest.get(row.id) ?? row),
    waiting: [...page.filter((row) => !known.has(row.id)), ...old],
  };
}

export async function poll(signal?: AbortSignal): Promise<void> {
  const asked = filter.value;
  try {
    const page = await call(address(null), { shape: VisitPage, ...(signal && { signal }) });
    if (filter.value !== asked) return;
    const first = rows.value === null;
    const merged = merge(rows.value, fresh.value, page.items);
    const changed = changedRow(rows.value, merged.shown, current.value.id);
    rows.value = merged.shown;
    fresh.value = merged.waiting;
    alarms.value = page.alarms;
    now_ms.value = page.now_ms;
    if (first) next.value = page.next;
    reach.value = { at_ms: Date.now(), ok: true };
    if (changed && current.value.id) await open(current.value.id, { quiet: true });
  } catch {
    reach.value = { ...reach.value, ok: false };
  }
}

function changedRow(
  before: readonly VisitRow[] | null,
  after: readonly VisitRow[],
  id: string | undefined,
): boolean {
  const old = before?.find((row) => row.id === id);
  const now = after.find((row) => row.id === id);
  return Boolean(old && now && JSON.stringify(old) !== JSON.stringify(now));
}

export function showFresh(): void {
  rows.value = [...fresh.value, ...(rows.value ?? [])];
  fresh.value = [];
}

export async function more(): Promise<void> {
  if (!next.value) return;
  const page = await call(address(next.value), { shape: VisitPage });
  const known = new Set((rows.value ?? []).map((row) => row.id));
  rows.value = [...(rows.value ?? []), ...page.items.filter((row) => !known.has(row.id))];
  next.value = page.next;
}

export async function choose(kind: Transfer | null): Promise<void> {
  filter.value = kind;
  rows.value = null;
  fresh.value = [];
  next.value = null;
  await poll();
}

/** Opens a visit; `quiet` keeps what is on screen until the newer answer is there. */
export async function open(id: string, options: { quiet?: boolean } = {}): Promise<void> {
  if (!options.quiet) current.value = { kind: 'loading', id };
  try {
    const value = await call(`/api/visits/${id}`, { shape: VisitCase });
    if (current.value.id === id) current.value = { kind: 'ready', value, id };
  } catch {
    if (current.value.id === id && !options.quiet) current.value = { kind: 'failed', id };
  }
}

export function close(): void {
  current.value = { kind: 'loading' };
}

const taken = v.looseObject({ taken_by: v.nullable(v.string()), taken_ms: v.nullable(v.number()) });

export async function take(alarm: AlarmRow): Promise<void> {
  const answer = await call(`/api/alarms/${alarm.id}/take`, { method: 'POST', shape: taken });
  alarms.value = alarms.value.map((row) => (row.id === alarm.id ? { ...row, ...answer } : row));
}

/** Starts asking every five seconds while the page is seen; returns the way to stop. */
export function startPolling(): () => void {
  const stop = new AbortController();
  const tick = () => {
    if (document.visibilityState === 'visible') void poll(stop.signal);
  };
  void poll(stop.signal);
  const timer = setInterval(tick, POLL_MS);
  document.addEventListener('visibilitychange', tick);
  return () => {
    stop.abort();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

/** The id before (-1) or after (+1) `id` in the list; the first one where none is chosen. */
export function neighbour(id: string | null, step: 1 | -1): string | null {
  const list = rows.value ?? [];
  const at = list.findIndex((row) => row.id === id);
  if (at < 0) return list[0]?.id ?? null;
  return list[at + step]?.id ?? null;
}
