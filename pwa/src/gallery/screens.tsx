// Three whole screens made of the controls alone, to be held against the drawings.
import { useState } from 'preact/hooks';
import { t as c } from '@/i18n/common';
import { day, money } from '@/i18n/format';
import { t } from '@/i18n/gallery';
import {
  Button,
  Chips,
  Foot,
  Icon,
  NavTabs,
  Pair,
  Radios,
  Register,
  Screen,
  Search,
  SunSwitch,
  Ticks,
  Tools,
} from '@/ui';
import { Lists, SampleTasks } from './outputs';

export function SampleScreens() {
  return (
    <div class="frames">
      <figure>
        <figcaption>{t('today')}</figcaption>
        <Today />
      </figure>
      <figure>
        <figcaption>{t('tasks')}</figcaption>
        <Household />
      </figure>
      <figure>
        <figcaption>{t('register')}</figcaption>
        <Topic />
      </figure>
    </div>
  );
}

function Today() {
  const [text, setText] = useState('');
  return (
    <Screen>
      <div class="bar">
        <Icon name="cloud-off" small />
        <span>{t('offline')}</span>
        <b class="push">{t('unsent')}</b>
        <SunSwitch />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <section class="page sunk" aria-label={t('today')} tabIndex={0}>
        <div class="today-head pad">
          <div class="head-line">
            <strong class="title">{t('today')}</strong>
            <span class="small push">{t('visited')}</span>
          </div>
          <Ticks done={4} total={9} />
          <Search value={text} onInput={setText} label={c('ui.search')} placeholder={t('search')} />
        </div>
        <Chips
          label={t('filter')}
          value="all"
          onChange={() => undefined}
          options={[
            { value: 'all', label: t('all'), count: 9 },
            { value: 'todo', label: c('status.todo'), count: 2 },
            { value: 'up', label: c('status.waiting'), count: 3 },
          ]}
        />
        <div class="pad">
          <Lists />
        </div>
      </section>
      <NavTabs
        label={t('screens')}
        items={[
          { href: '#/gallery', label: t('today'), icon: 'calendar-check', current: true },
          { href: '#/gallery?o', label: t('outbox'), icon: 'inbox', count: 3 },
          { href: '#/gallery?m', label: t('me'), icon: 'user-round' },
        ]}
      />
    </Screen>
  );
}

function Household() {
  return (
    <Screen>
      <div class="bar">
        <a class="tap back" href="#/gallery">
          <Icon name="chevron-left" />
          {t('today')}
        </a>
        <SunSwitch push />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <section class="page" aria-label={t('tasks')} tabIndex={0}>
        <div class="pad stack tight">
          <strong class="title">王木生</strong>
          <p class="small soft">{t('village')}，138****1234</p>
          <Pair>
            <Button kind="go" fit icon="phone">
              {t('call')}
            </Button>
            <Button kind="go" fit icon="navigation">
              {t('navigate')}
            </Button>
          </Pair>
        </div>
        <SampleTasks />
      </section>
      <Foot saved={t('saved')}>
        <Pair>
          <Button>{t('absent')}</Button>
          <Button kind="fill">{t('submit')}</Button>
        </Pair>
      </Foot>
    </Screen>
  );
}

function Topic() {
  const [holder, setHolder] = useState<string | null>('family');
  return (
    <Screen>
      <div class="bar">
        <a class="tap back" href="#/gallery">
          <Icon name="chevron-left" />
          王木生
        </a>
        <span class="push soft">{t('step')}</span>
        <SunSwitch />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <section class="page pad" aria-label={t('register')} tabIndex={0}>
        <strong class="title">{t('task.money')}</strong>
        <Register
          rows={[
            { key: 'a', label: t('register.amount'), value: money(128000), state: 'same' },
            { key: 'l', label: t('register.last'), value: day('2026-11-10'), state: 'same' },
            { key: 'h', label: t('register.holder'), value: t('register.self'), state: 'different' },
          ]}
          onToggle={() => undefined}
          onConfirm={() => undefined}
        />
        <div class="branch">
          <Radios
            legend={t('holder')}
            value={holder}
            onChange={setHolder}
            options={(['family', 'cadre', 'other', 'unknown'] as const).map((value) => ({
              value,
              label: t(`holder.${value}`),
            }))}
          />
        </div>
      </section>
      <Foot tight>
        <Tools>
          <Button icon="camera">{t('photo')}</Button>
          <Button icon="mic">{t('voice')}</Button>
          <Button icon="square-pen">{t('note')}</Button>
        </Tools>
        <Button kind="fill">{c('ui.continue')}</Button>
      </Foot>
    </Screen>
  );
}
