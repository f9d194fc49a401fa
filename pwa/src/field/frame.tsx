// What several screens carry: the line about server and unsent work, the tabs, the way to the other lists.
import type { ComponentChildren } from 'preact';
import { t } from '@/i18n/field';
import { clock } from '@/i18n/format';
import type { EngineStatus } from '@/store/contract';
import { Icon, type IconName, NavTabs, Notice, Row, Rows } from '@/ui';
import { url } from './nav';
import { useRoom } from './room';

interface Line {
  readonly icon: IconName;
  readonly words: string;
}

function lineOf(engine: EngineStatus, waiting: number, signed_out: boolean): Line {
  if (engine.sending) {
    const { phase, n, of } = engine.sending;
    return {
      icon: 'cloud-upload',
      words: t(phase === 'text' ? 'line.sending-text' : 'line.sending-photos', { n, total: of }),
    };
  }
  if (engine.reachable === false)
    return {
      icon: 'cloud-off',
      words: t(engine.trouble === 'busy' || engine.trouble === 'server' ? 'line.busy' : 'line.offline'),
    };
  if (signed_out) return { icon: 'log-in', words: t('line.sign-in') };
  if (engine.last_answer_ms === null) return { icon: 'cloud-off', words: t('line.not-yet') };
  if (waiting === 0)
    return { icon: 'cloud-check', words: t('line.all-sent', { time: clock(engine.last_answer_ms) }) };
  return { icon: 'cloud-upload', words: t('line.online') };
}

/** Our server by its last answer, never the browser's opinion; and how many households wait. */
export function StatusLine() {
  const { phone } = useRoom();
  const engine = phone.engine.value;
  const waiting = phone.outbox.totals.value.visits_unsent;
  const signed_out =
    engine.reachable === true && (engine.needs_sign_in || phone.accounts.session.value.kind === 'none');
  const said = lineOf(engine, waiting, signed_out);
  return (
    <>
      <Icon name={said.icon} small />
      {signed_out && !engine.sending ? (
        <a class="link" href={url.signIn()}>
          {said.words}
        </a>
      ) : (
        <span>{said.words}</span>
      )}
      {waiting > 0 && !engine.sending && <b class="push nowrap">{t('line.waiting', { n: waiting })}</b>}
    </>
  );
}

export function Tabs({ current }: { current: 'today' | 'outbox' | 'me' }) {
  const { phone } = useRoom();
  return (
    <NavTabs
      label={t('tab.label')}
      items={[
        { href: url.today(), label: t('tab.today'), icon: 'calendar-check', current: current === 'today' },
        {
          href: url.outbox(),
          label: t('tab.outbox'),
          icon: 'inbox',
          count: phone.outbox.totals.value.visits_unsent,
          current: current === 'outbox',
        },
        { href: url.me(), label: t('tab.me'), icon: 'user-round', current: current === 'me' },
      ]}
    />
  );
}

const LITTLE_BYTES = 200_000_000;
/** A photo as it lies on the phone, with room for what belongs to it. */
const PHOTO_BYTES = 600_000;

/** Banners that must be seen on every list: storage that fails, work that lies too long, a wrong clock. */
export function Warnings() {
  const { phone } = useRoom();
  const failing = phone.storage.value.failing;
  const days = phone.outbox.totals.value.oldest_unsent_days;
  const skew = phone.engine.value.skew_ms;
  const list: ComponentChildren[] = [];
  if (failing) {
    list.push(
      <Notice key="failing" tone="bad" live title={t('warn.not-saved')}>
        {t(failing === 'storage-full' ? 'warn.full' : 'warn.dead')}
      </Notice>,
    );
  }
  const free = phone.storage.value.free_bytes;
  if (!failing && free !== null && free < LITTLE_BYTES) {
    list.push(
      <Notice key="little" tone="warn" title={t('warn.little', { n: Math.floor(free / PHOTO_BYTES) })}>
        {t('warn.little-what')}
      </Notice>,
    );
  }
  if (days >= 3) {
    list.push(
      <Notice key="old" tone="warn" title={t('warn.old', { n: days })}>
        {t('warn.old-what')}
      </Notice>,
    );
  }
  if (skew !== null && Math.abs(skew) > 300_000) {
    list.push(
      <Notice key="clock" tone="warn">
        {t('warn.clock', { span: span(Math.abs(skew)) })}
      </Notice>,
    );
  }
  return list.length > 0 ? <div class="warnings">{list}</div> : null;
}

function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 90
    ? t('span.minutes', { n: minutes })
    : minutes < 2_880
      ? t('span.hours', { n: Math.round(minutes / 60) })
      : t('span.days', { n: Math.round(minutes / 1440) });
}

/** Under the list of the day: everything that is not an order. */
export function Ledge() {
  return (
    <div class="ledge">
      <Rows>
        <Row icon="users" label={t('ledge.all')} small={t('ledge.all-what')} href={url.all()} />
        <Row
          icon="hand-helping"
          label={t('ledge.practice')}
          small={t('ledge.practice-what')}
          href={url.visit('practice')}
        />
        <Row icon="package" label={t('ledge.ready')} small={t('ledge.ready-what')} href={url.ready()} />
      </Rows>
    </div>
  );
}
