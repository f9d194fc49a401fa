// The left side: what is urgent on top, then the visits by day of arrival.
import { ApiProblem, problemText } from '@/api';
import { day, dayOf, moment } from '@/i18n/format';
import { t } from '@/i18n/office';
import { Button, EmptyState, Icon, StatusWord, showToast } from '@/ui';
import {
  alarms,
  choose,
  filter,
  fresh,
  more,
  next,
  now_ms,
  rows,
  showFresh,
  type Transfer,
  take,
} from './arrivals';
import type { AlarmRow, VisitRow } from './shapes';
import { transferIcon, word } from './words';

const FILTERS: readonly (Transfer | null)[] = [null, 'open', 'text', 'all'];

/** `works` is false for an auditor, who sees everything and takes nothing in hand. */
export function Alarms({ name, works }: { name: string; works: boolean }) {
  if (alarms.value.length === 0) return null;
  return (
    <section class="alarms" aria-label={t('alarms')} aria-live="assertive">
      <h2>
        <Icon name="siren" />
        {t('alarms')}
      </h2>
      <ul>
        {alarms.value.map((alarm) => (
          <AlarmLine key={alarm.id} alarm={alarm} name={name} works={works} />
        ))}
      </ul>
    </section>
  );
}

const sayWhy = (error: unknown): string =>
  problemText(error instanceof ApiProblem ? error.code : 'unexpected');

function AlarmLine({ alarm, name, works }: { alarm: AlarmRow; name: string; works: boolean }) {
  const raised = t('alarm_raised', { name: alarm.by, time: moment(alarm.received_ms, now_ms.value) });
  return (
    <li>
      <div>
        <b>{word('alarm', alarm.alarm)}</b>
        <span>
          {alarm.household} <span class="soft">{alarm.village}</span>
        </span>
        <span class="soft s">{raised}</span>
        {alarm.note && <span>{alarm.note}</span>}
      </div>
      <div class="acts">
        <a class="btn" href={`#/v/${alarm.visit_id}`}>
          {t('alarm_open')}
        </a>
        {alarm.taken_ms === null && works && (
          <Button
            onClick={() => void take(alarm).catch((error: unknown) => showToast(sayWhy(error)))}
            label={`${t('alarm_take')}, ${name}`}
          >
            {t('alarm_take')}
          </Button>
        )}
        {alarm.taken_ms !== null && (
          <span class="soft s">
            {t('alarm_taken', { name: alarm.taken_by ?? '', time: moment(alarm.taken_ms, now_ms.value) })}
          </span>
        )}
      </div>
    </li>
  );
}

function byDay(list: readonly VisitRow[]): readonly (readonly [string, readonly VisitRow[]])[] {
  const days = new Map<string, VisitRow[]>();
  for (const row of list) {
    const key = dayOf(row.received_ms);
    days.set(key, [...(days.get(key) ?? []), row]);
  }
  return [...days];
}

export function VisitList({ chosen }: { chosen: string | null }) {
  const list = rows.value;
  return (
    <nav class="queue" aria-label={t('list')}>
      <header>
        <h2>{t('room')}</h2>
      </header>
      <div class="seg">
        {FILTERS.map((kind) => (
          <button
            key={kind ?? 'none'}
            type="button"
            aria-pressed={filter.value === kind}
            onClick={() => void choose(kind)}
          >
            {kind === null ? t('all') : word('transfer', kind)}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <div class="list" tabIndex={0}>
        {fresh.value.length > 0 && (
          <button type="button" class="fresh" onClick={showFresh}>
            <Icon name="refresh-cw" />
            {t('fresh', { n: fresh.value.length })}
          </button>
        )}
        {list === null ? (
          <p class="note soft">{t('loading')}</p>
        ) : list.length === 0 ? (
          <Empty />
        ) : (
          byDay(list).map(([key, visits]) => (
            <section key={key}>
              <h3>{t('day_count', { day: day(key, { weekday: true }), n: visits.length })}</h3>
              <ol>
                {visits.map((visit) => (
                  <VisitLine key={visit.id} visit={visit} chosen={visit.id === chosen} />
                ))}
              </ol>
            </section>
          ))
        )}
        {next.value && (
          <p class="note">
            <Button onClick={() => void more().catch(() => undefined)}>{t('more')}</Button>
          </p>
        )}
      </div>
      <footer class="soft">
        <kbd>J</kbd> {t('keys_next')} <kbd>K</kbd> {t('keys_previous')}
        <span class="push">
          <kbd>?</kbd> {t('keys_help')}
        </span>
      </footer>
    </nav>
  );
}

function Empty() {
  if (filter.value === null) return <p class="note soft">{t('empty')}</p>;
  return (
    <EmptyState icon="inbox" action={{ label: t('show_all'), onClick: () => void choose(null) }}>
      {t('empty_filter')}
    </EmptyState>
  );
}

function VisitLine({ visit, chosen }: { visit: VisitRow; chosen: boolean }) {
  const result = visit.result ? word('result', visit.result) : t('result_open');
  return (
    <li class={chosen ? 'on' : undefined}>
      <a href={`#/v/${visit.id}`} aria-current={chosen ? 'true' : undefined} id={`visit-${visit.id}`}>
        <span class="name">{visit.household}</span>
        <span class="where soft s">{visit.village}</span>
        <StatusWord icon={transferIcon(visit.transfer)} word={word('transfer', visit.transfer)} />
        <span class="result s soft">{result}</span>
        {visit.photos_missing > 0 && visit.transfer !== 'open' && (
          <span class="left s soft">{t('photos_left', { n: visit.photos_missing })}</span>
        )}
      </a>
    </li>
  );
}
