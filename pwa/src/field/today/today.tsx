import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t as c } from '@/i18n/common';
import { t } from '@/i18n/field';
import { clock, day, dayOf, distance as far } from '@/i18n/format';
import type { Fix, OutboxItem } from '@/store/contract';
import {
  Bar,
  Card,
  Cards,
  Chips,
  EmptyState,
  Page,
  Screen,
  Search,
  type StatusProps,
  Ticks,
  Title,
} from '@/ui';
import { Ledge, StatusLine, Tabs, Warnings } from '../frame';
import { url } from '../nav';
import { toFix } from '../place/watcher';
import { now, useRoom } from '../room';
import { dayOfWork, type Entry, entriesOf, type Filter, keepIn, type Stage, searchIn } from './cards';

const looks: Record<Stage, () => StatusProps> = {
  returned: () => ({ icon: 'corner-up-left', word: c('status.returned'), tone: 'bad' }),
  doing: () => ({ icon: 'circle-dot', word: c('status.doing') }),
  todo: () => ({ icon: 'circle', word: c('status.todo') }),
  sealed: () => ({ icon: 'lock-keyhole', word: t('today.unopened') }),
  waiting: () => ({ icon: 'cloud-upload', word: c('status.waiting') }),
  text: () => ({ icon: 'check', word: c('status.text') }),
  all: () => ({ icon: 'cloud-check', word: c('status.all') }),
};

export function EntryCard({ entry, plain }: { entry: Entry; plain?: boolean }) {
  if (entry.stage === 'sealed') {
    return (
      <Card
        sealed
        name={t('today.sealed')}
        where={entry.village}
        status={looks.sealed()}
        meta={[windowWords(entry), t('today.sealed-who')]}
        {...(plain ? {} : { href: url.sealed(entry.key) })}
      />
    );
  }
  const where = entry.group ? `${entry.village}${t('today.group', { group: entry.group })}` : entry.village;
  return (
    <Card
      name={entry.name || t('today.nameless')}
      where={where}
      status={entry.extra ? { icon: 'plus', word: t('today.extra'), tone: 'quiet' } : looks[entry.stage]()}
      meta={entry.stage === 'returned' ? undefined : facts(entry)}
      {...(entry.stage === 'returned' ? { say: t('today.returned-say') } : {})}
      href={entry.item && !entry.draft ? url.record(entry.item.subject) : url.visit(entry.ref)}
    />
  );
}

function windowWords(entry: Entry): string {
  if (!entry.window) return '';
  const { from_ms, to_ms } = entry.window;
  const one = dayOf(from_ms) === dayOf(to_ms);
  const date = dayOf(from_ms) === dayOf(now.value) ? t('today.today') : day(from_ms);
  return one ? `${date}${clock(from_ms)}–${clock(to_ms)}` : `${day(from_ms)}–${day(to_ms)}`;
}

function itemFact(item: OutboxItem): string {
  if (item.transfer === 'all') return item.receipt_no ? t('today.receipt', { no: item.receipt_no }) : '';
  if (item.transfer === 'text') return t('out.photos', { n: item.photos_sent, total: item.photos_total });
  return item.photos_total > 0 ? t('today.on-phone', { n: item.photos_total }) : t('today.on-phone-text');
}

function facts(entry: Entry): string[] {
  const { draft, item, due_day } = entry;
  const away = entry.metres === null ? '' : near(entry.metres);
  if (draft) return [away, t('today.answered', { n: draft.answered, photos: draft.photos })].filter(Boolean);
  if (item) return [itemFact(item)].filter(Boolean);
  const late = due_day !== null && due_day < dayOf(now.value);
  const due = due_day === null ? '' : t(late ? 'today.overdue' : 'today.due', { day: day(due_day) });
  return [away, due].filter(Boolean);
}

function near(metres: number): string {
  return metres < 300 ? t('today.nearby') : far(metres);
}

export function useEntries(here: Fix | null): readonly Entry[] {
  const { phone } = useRoom();
  const { assignments, households, statuses } = phone.rows;
  const drafts = phone.visits.drafts.value;
  const items = phone.outbox.items.value;
  const [rows, homes, marks, minute] = [assignments.value, households.value, statuses.value, now.value];
  return useMemo(
    () =>
      entriesOf({
        assignments: rows,
        households: homes,
        statuses: marks,
        drafts,
        items,
        visitIdOf: (row) => phone.visits.visitIdOf(row),
        here,
        now: minute,
      }),
    [rows, homes, marks, drafts, items, here, minute, phone],
  );
}

/** The last known position, asked for only where the browser would not ask back. */
export function useHere(): Fix | null {
  const { watcher } = useRoom();
  const here = useSignal<Fix | null>(watcher.best.peek());
  useEffect(() => {
    let gone = false;
    navigator.permissions
      ?.query({ name: 'geolocation' })
      .then((permission) => {
        if (gone || permission.state !== 'granted') return;
        navigator.geolocation?.getCurrentPosition(
          (position) => {
            if (!gone) here.value = toFix(position, Date.now());
          },
          () => undefined,
          { maximumAge: 600_000, timeout: 20_000 },
        );
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [here]);
  return here.value;
}

// Kept while the app runs, so that coming back from a household shows the list as it was left.
const query = { filter: 'everything' as Filter, words: '' };

export function Today() {
  const { phone } = useRoom();
  const filter = useSignal<Filter>(query.filter);
  const words = useSignal(query.words);
  const here = useHere();
  const entries = useEntries(here);
  query.filter = filter.value;
  query.words = words.value;
  const rows = phone.rows.assignments.value;
  const found = words.value.trim() ? phone.rows.find(words.value) : null;
  const targetOf = (entry: Entry): string | null =>
    rows.get(entry.key)?.target?.id ?? entry.draft?.household ?? entry.item?.household?.id ?? null;
  const shown = found
    ? searchIn(entries, found, targetOf, here)
    : entries.filter((entry) => keepIn(filter.value, entry));
  const work = dayOfWork(entries, now.value);
  const count = (one: Filter): number => entries.filter((entry) => keepIn(one, entry)).length;
  return (
    <Screen>
      <Bar status>
        <StatusLine />
      </Bar>
      <Page sunk>
        <div class="today-head">
          <div class="head-line">
            <Title>{t('tab.today')}</Title>
            <span class="small soft nowrap">{day(now.value, { weekday: true })}</span>
            {work.total > 0 && (
              <span class="small push nowrap">
                {t('today.progress', { n: work.done, total: work.total })}
              </span>
            )}
          </div>
          {work.total > 0 && <Ticks done={work.done} total={Math.min(work.total, 24)} />}
          <Search label={t('today.search')} value={words.value} onInput={(text) => (words.value = text)} />
        </div>
        {!found && entries.length > 0 && (
          <Chips
            label={t('today.filter')}
            value={filter.value}
            onChange={(one) => (filter.value = one)}
            options={[
              { value: 'everything', label: t('today.all'), count: count('everything') },
              { value: 'todo', label: c('status.todo'), count: count('todo') },
              { value: 'returned', label: t('today.returned'), count: count('returned') },
              { value: 'waiting', label: c('status.waiting'), count: count('waiting') },
            ]}
          />
        )}
        <Warnings />
        {shown.length > 0 ? (
          <Cards
            key={`${filter.value} ${words.value}`}
            items={shown}
            keyOf={(entry) => entry.key}
            sealed={(entry) => entry.stage === 'sealed'}
            render={(entry) => <EntryCard entry={entry} />}
          />
        ) : (
          <Nothing words={words.value.trim()} any={entries.length > 0} clear={() => (words.value = '')} />
        )}
        <Ledge />
      </Page>
      <Tabs current="today" />
    </Screen>
  );
}

function Nothing({ words, any, clear }: { words: string; any: boolean; clear: () => void }) {
  const { phone } = useRoom();
  if (words)
    return (
      <EmptyState icon="search-x" action={{ label: c('ui.clear'), onClick: clear }}>
        {t('today.not-found', { words })}
      </EmptyState>
    );
  if (any) return <EmptyState icon="list-checks">{t('today.none-here')}</EmptyState>;
  const pulled = phone.rows.pulled_ms.value;
  return (
    <EmptyState
      icon="calendar-check"
      action={{ label: t('today.pull'), icon: 'refresh-cw', onClick: () => void phone.syncNow() }}
    >
      {pulled === null ? t('today.never-pulled') : t('today.empty', { time: clock(pulled) })}
    </EmptyState>
  );
}
