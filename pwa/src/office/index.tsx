// The office's first room: visits as they arrive, list left, visit right.
import { useEffect, useState } from 'preact/hooks';
import type { RoomProps } from '@/app/rooms';
import { defineRoutes, go, useRoute } from '@/app/router';
import { clock } from '@/i18n/format';
import { t } from '@/i18n/office';
import { locale, setLocale } from '@/i18n/text';
import { Button, Icon, Title } from '@/ui';
import { close, fresh, neighbour, reach, showFresh, startPolling } from './arrivals';
import { CaseView } from './case';
import { keysOn, listen, switchKeys } from './keys';
import { Alarms, VisitList } from './list';
import './office.css';

const routes = defineRoutes({ list: '/', visit: '/v/:id' });

export function OfficeApp({ user, signOut }: RoomProps) {
  const here = useRoute(routes);
  const id = here?.name === 'visit' ? (here.params as { id: string }).id : null;
  const [help, setHelp] = useState(false);
  useEffect(startPolling, []);
  useEffect(() => {
    if (id === null) close();
    const step = (by: 1 | -1) => () => {
      const to = neighbour(id, by);
      if (!to) return;
      go(`/v/${to}`);
      document.getElementById(`visit-${to}`)?.scrollIntoView({ block: 'nearest' });
    };
    return listen({
      j: step(1),
      k: step(-1),
      n: () => fresh.value.length > 0 && showFresh(),
      '?': () => setHelp((shown) => !shown),
      Escape: () => setHelp(false),
    });
  }, [id]);
  return (
    <div class="office">
      <TopBar name={user.name} org={user.org.name} leave={() => void signOut().catch(() => undefined)} />
      <Alarms name={user.name} works={user.roles.some((role) => role !== 'auditor')} />
      <main id="main" class={`review${id ? ' open' : ''}`} tabIndex={-1}>
        <VisitList chosen={id} />
        {id ? (
          <CaseView id={id} />
        ) : (
          <div class="pick">
            <Title unseen>{t('room')}</Title>
            <p class="soft">{t('pick')}</p>
          </div>
        )}
      </main>
      {help && <KeyHelp close={() => setHelp(false)} />}
    </div>
  );
}

function TopBar({ name, org, leave }: { name: string; org: string; leave: () => void }) {
  const { at_ms, ok } = reach.value;
  const time = at_ms === null ? '' : clock(at_ms);
  return (
    <header class="top-bar">
      <span class="mark">
        <Icon name="clipboard-check" />
        {t('title')}
      </span>
      <nav aria-label={t('nav')}>
        <a href="#/" aria-current="page">
          {t('room')}
        </a>
      </nav>
      <div class="who soft s">
        <span role="status">
          <Icon name={ok ? 'wifi' : 'wifi-off'} />
          {ok ? at_ms !== null && t('updated', { time }) : t('unreachable', { time })}
        </span>
        <button
          type="button"
          class="plain"
          onClick={() => void setLocale(locale.value === 'en' ? 'zh-CN' : 'en')}
        >
          <Icon name="languages" />
          <span lang={locale.value === 'en' ? 'zh-CN' : 'en'}>
            {locale.value === 'en' ? '中文' : 'English'}
          </span>
        </button>
        <span>
          {org} {name}
        </span>
        <button type="button" class="plain" onClick={leave}>
          <Icon name="log-out" />
          {t('sign_out')}
        </button>
      </div>
    </header>
  );
}

const HELP = [
  ['J', 'keys_next'],
  ['K', 'keys_previous'],
  ['N', 'keys_show_fresh'],
  ['1–9', 'keys_photos'],
  ['G', 'tab_photos'],
  ['M', 'tab_place'],
  ['T', 'tab_time'],
  ['S', 'tab_papers'],
] as const;

function KeyHelp({ close: shut }: { close: () => void }) {
  return (
    <aside class="key-help" aria-label={t('keys_help')}>
      <dl>
        {HELP.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(name)}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => switchKeys(!keysOn.value)}>{keysOn.value ? t('keys_off') : t('keys_on')}</Button>
      <Button onClick={shut}>{t('keys_close')}</Button>
    </aside>
  );
}
