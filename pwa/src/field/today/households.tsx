// 全部住户: the whole roster of the phone, for a visit that nobody assigned.
import { useSignal } from '@preact/signals';
import { t as c } from '@/i18n/common';
import { t } from '@/i18n/field';
import { Bar, Cards, EmptyState, Notice, Page, Row, Rows, Screen, Search, Title } from '@/ui';
import { url } from '../nav';
import { useRoom } from '../room';
import { fromHousehold } from './cards';
import { EntryCard, useEntries, useHere } from './today';

export function Households() {
  const { phone } = useRoom();
  const words = useSignal('');
  const here = useHere();
  const entries = useEntries(here);
  const rows = phone.rows.assignments.value;
  const listed = new Map(
    entries.map((entry) => [rows.get(entry.key)?.target?.id ?? entry.draft?.household ?? '', entry]),
  );
  const found = phone.rows.find(words.value);
  const shown = found.map((home) => listed.get(home.id) ?? fromHousehold(home, here));
  return (
    <Screen>
      <Bar back={{ href: url.today(), label: t('tab.today') }} />
      <Page sunk>
        <div class="today-head">
          <div class="head-line">
            <Title>{t('ledge.all')}</Title>
            <span class="small soft push nowrap">{t('all.count', { n: found.length })}</span>
          </div>
          <Search label={t('today.search')} value={words.value} onInput={(text) => (words.value = text)} />
        </div>
        {shown.length > 0 ? (
          <Cards
            key={words.value}
            items={shown}
            keyOf={(entry) => entry.key}
            render={(entry) => <EntryCard entry={entry} />}
          />
        ) : words.value.trim() ? (
          <EmptyState icon="search-x" action={{ label: c('ui.clear'), onClick: () => (words.value = '') }}>
            {t('today.not-found', { words: words.value.trim() })}
          </EmptyState>
        ) : (
          <EmptyState icon="users">{t('all.none')}</EmptyState>
        )}
        <div class="ledge">
          <Rows>
            <Row icon="plus" label={t('new.title')} small={t('new.short')} href={url.fresh()} />
          </Rows>
        </div>
      </Page>
    </Screen>
  );
}

/** An envelope: where and when, and nothing else, because nothing else is on this phone. */
export function Sealed({ id }: { id: string }) {
  const { phone } = useRoom();
  const row = phone.rows.assignments.value.get(id);
  const entry = useEntries(null).find((one) => one.key === id);
  return (
    <Screen>
      <Bar back={{ href: url.today(), label: t('tab.today') }} />
      <Page pad>
        <Title>{t('today.sealed')}</Title>
        {row && entry ? (
          <div class="stack sealed-page">
            <EntryCard entry={entry} plain />
            <Notice>{t('sealed.why')}</Notice>
          </div>
        ) : (
          <EmptyState icon="package">{t('sealed.gone')}</EmptyState>
        )}
      </Page>
    </Screen>
  );
}
