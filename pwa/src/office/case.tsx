// The right side: one visit. Head, one pane of material, the answers.
import { useEffect, useState } from 'preact/hooks';
import { t } from '@/i18n/office';
import { Button, Icon, StatusWord, Title } from '@/ui';
import { Answers } from './answers';
import { current, open } from './arrivals';
import { listen } from './keys';
import { PapersPane, TimePane } from './papers';
import { PhotoStage } from './photos';
import { PlacePane } from './place';
import type { VisitCase } from './shapes';
import { transferIcon, visited, word } from './words';

const TABS = [
  ['photos', 'G'],
  ['place', 'M'],
  ['time', 'T'],
  ['papers', 'S'],
] as const;
type Tab = (typeof TABS)[number][0];

export function CaseView({ id }: { id: string }) {
  useEffect(() => {
    void open(id);
  }, [id]);
  const state = current.value;
  if (state.id !== id || state.kind === 'loading') return <p class="note soft">{t('loading')}</p>;
  if (state.kind === 'failed') {
    return (
      <div class="note">
        <p>{t('failed')}</p>
        <Button onClick={() => void open(id)}>{t('retry')}</Button>
      </div>
    );
  }
  return <Case visit={state.value} />;
}

function Case({ visit }: { visit: VisitCase }) {
  const [tab, setTab] = useState<Tab>('photos');
  const [photo, setPhoto] = useState(0);
  useEffect(() => setPhoto(0), [visit.id]);
  useEffect(() => {
    const show = (i: number) => () => {
      setTab('photos');
      setPhoto(i);
    };
    const numbers = visit.photos_list.slice(0, 9).map((_, i) => [String(i + 1), show(i)] as const);
    const tabs = TABS.map(([name, key]) => [key.toLowerCase(), () => setTab(name)] as const);
    return listen(Object.fromEntries([...numbers, ...tabs]));
  }, [visit.id, visit.photos_list.length]);
  return (
    <>
      <Head visit={visit} tab={tab} choose={setTab} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <section class="centre" aria-label={word('tab', tab)} tabIndex={0}>
        {tab === 'photos' && <PhotoStage visit={visit} at={photo} choose={setPhoto} />}
        {tab === 'place' && <PlacePane visit={visit} />}
        {tab === 'time' && <TimePane visit={visit} />}
        {tab === 'papers' && <PapersPane visit={visit} />}
      </section>
      <Answers visit={visit} />
    </>
  );
}

function teamOf(visit: VisitCase): string {
  const leader = visit.people.find((one) => one.role === 'leader');
  const partner = visit.people.find((one) => one.role === 'partner');
  const names = partner
    ? t('pair', { leader: leader?.name ?? '', partner: partner.name })
    : (leader?.name ?? '');
  const way = visit.partner_way === 'alone' && visit.alone_reason ? 'alone_why' : visit.partner_way;
  if (way === 'alone_why') return `${names} · ${t('alone_why', { reason: visit.alone_reason ?? '' })}`;
  return `${names} · ${way === 'same_phone' || way === 'alone' || way === 'own_phone' ? t(way) : way}`;
}

function factsOf(visit: VisitCase): string[] {
  return [
    t('number', { number: visit.number }),
    visited(visit),
    teamOf(visit),
    visit.attempt > 1 ? t('attempt', { n: visit.attempt }) : null,
    visit.round > 1 ? t('round', { n: visit.round }) : null,
    visit.assigned ? null : t('adhoc'),
    visit.receipt_no ? t('receipt', { no: visit.receipt_no }) : null,
  ].filter((fact): fact is string => fact !== null);
}

function Head({ visit, tab, choose }: { visit: VisitCase; tab: Tab; choose: (tab: Tab) => void }) {
  return (
    <header class="case">
      <div>
        <a class="to-list" href="#/">
          <Icon name="chevron-left" />
          {t('back')}
        </a>
        <div class="who-line">
          <Title>{visit.household}</Title>
          <span>{visit.address ?? visit.village}</span>
          {visit.programme && <span>{word('programme', visit.programme)}</span>}
          {visit.persons !== null && <span>{t('persons', { n: visit.persons })}</span>}
          <span>{visit.result ? word('result', visit.result) : t('result_open')}</span>
          <StatusWord icon={transferIcon(visit.transfer)} word={word('transfer', visit.transfer)} />
        </div>
        <p class="facts soft s">
          {factsOf(visit).map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      </div>
      <div class="seg" role="tablist" aria-label={t('tabs')}>
        {TABS.map(([name, key]) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            onClick={() => choose(name)}
          >
            {word('tab', name)} <kbd>{key}</kbd>
          </button>
        ))}
      </div>
    </header>
  );
}
