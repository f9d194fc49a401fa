// P11: what has gone and what has not, in the fixed words; what needs a person first; done means a receipt number.
import { useSignal } from '@preact/signals';
import { t as c } from '@/i18n/common';
import { t } from '@/i18n/field';
import { day, dayOf, moment, size } from '@/i18n/format';
import type { OutboxItem } from '@/store/contract';
import {
  Bar,
  Button,
  EmptyState,
  Meter,
  Page,
  Screen,
  type StatusProps,
  StatusWord,
  Switch,
  Title,
} from '@/ui';
import { StatusLine, Tabs, Warnings } from '../frame';
import { url } from '../nav';
import { now, phonesOf, useRoom } from '../room';

export function lookOf(item: OutboxItem): StatusProps {
  if (item.stuck && item.stuck.action !== 'none')
    return { icon: 'triangle-alert', word: t('out.yours'), tone: 'warn' };
  if (item.transfer === 'all') return { icon: 'cloud-check', word: c('status.all') };
  if (item.transfer === 'text') return { icon: 'check', word: c('status.text') };
  if (item.transfer === 'open') return { icon: 'circle-dot', word: c('status.doing') };
  return { icon: 'clock', word: c('status.waiting') };
}

const order = (item: OutboxItem): number =>
  item.stuck
    ? 0
    : item.kind === 'alarm' && item.transfer !== 'all'
      ? 1
      : { text: 2, saved: 3, open: 4, all: 5 }[item.transfer];

export function Outbox() {
  const { phone } = useRoom();
  const busy = useSignal(false);
  const items = phone.outbox.items.value;
  const totals = phone.outbox.totals.value;
  const open = items
    .filter((item) => item.transfer !== 'all')
    .sort((a, b) => order(a) - order(b) || a.opened_ms - b.opened_ms);
  const arrived = items.filter((item) => item.transfer === 'all');
  const today = arrived.filter((item) => dayOf(item.closed_ms ?? item.opened_ms) === dayOf(now.value));
  const earlier = groupByDay(arrived.filter((item) => !today.includes(item)));
  const send = (): void => {
    busy.value = true;
    phone.syncNow().finally(() => {
      busy.value = false;
    });
  };
  const courier = phone.outbox.courier_ops.value;
  return (
    <Screen>
      <Bar status>
        <StatusLine />
      </Bar>
      <Page sunk>
        <div class="out-head">
          <div class="head-line">
            <Title>{t('tab.outbox')}</Title>
            <span class="small soft">
              {totals.visits_unsent > 0
                ? t('out.waiting', { n: totals.visits_unsent, size: size(totals.bytes_unsent) })
                : t('out.clear')}
            </span>
          </div>
          <Button kind="fill" busy={busy.value} icon="upload" onClick={send}>
            {t(busy.value ? 'out.sending' : 'out.send')}
          </Button>
          <Switch
            label={t('out.wifi')}
            checked={phone.wifi_only.value}
            onChange={(on) => void phone.setWifiOnly(on)}
          />
        </div>
        <Warnings />
        {courier > 0 && <p class="group-head">{t('out.courier', { n: courier })}</p>}
        {open.length > 0 && (
          <ul class="sends">
            {open.map((item) => (
              <li key={item.subject}>
                <Send item={item} />
              </li>
            ))}
          </ul>
        )}
        {open.length === 0 && arrived.length === 0 && <EmptyState icon="inbox">{t('out.none')}</EmptyState>}
        {(today.length > 0 || earlier.length > 0) && <h2 class="group-head">{t('out.receipts')}</h2>}
        <ul class="sends">
          {today.map((item) => (
            <li key={item.subject}>
              <Send item={item} />
            </li>
          ))}
          {earlier.map(([date, list]) => (
            <li key={date}>
              <details class="earlier">
                <summary>
                  <StatusWord icon="cloud-check" word={t('out.day', { day: day(date), n: list.length })} />
                </summary>
                <ul>
                  {list.map((item) => (
                    <li key={item.subject}>
                      <Send item={item} />
                    </li>
                  ))}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      </Page>
      <Tabs current="outbox" />
    </Screen>
  );
}

function groupByDay(items: readonly OutboxItem[]): readonly (readonly [string, OutboxItem[]])[] {
  const days = new Map<string, OutboxItem[]>();
  for (const item of items) {
    const date = dayOf(item.closed_ms ?? item.opened_ms);
    days.set(date, [...(days.get(date) ?? []), item]);
  }
  return [...days];
}

export function Send({ item }: { item: OutboxItem }) {
  return (
    <div class="send" id={`s-${item.subject}`}>
      <div class="top">
        <span class="id">
          <b class="name">
            {item.kind === 'alarm' && !item.household
              ? t('out.alarm')
              : (item.household?.name ?? t('today.nameless'))}
          </b>
          {item.household && <span class="where soft">{item.household.village}</span>}
        </span>
        <StatusWord {...lookOf(item)} />
      </div>
      {item.stuck ? <Stuck item={item} /> : <Amount item={item} />}
    </div>
  );
}

function Amount({ item }: { item: OutboxItem }) {
  if (item.transfer === 'all') {
    return (
      <p class="small soft split">
        <span>{item.receipt_no ? t('today.receipt', { no: item.receipt_no }) : t('out.arrived')}</span>
        <span>{moment(item.closed_ms ?? item.opened_ms, now.value)}</span>
      </p>
    );
  }
  if (item.transfer === 'text') {
    const words = t('out.photos', { n: item.photos_sent, total: item.photos_total });
    return (
      <>
        <Meter value={item.bytes_sent} max={item.bytes_total} label={words} />
        <p class="small soft split">
          <span>{words}</span>
          <span>{t('out.left', { size: size(Math.max(0, item.bytes_total - item.bytes_sent)) })}</span>
        </p>
      </>
    );
  }
  return (
    <p class="small soft split">
      <span>
        {item.transfer === 'open'
          ? t('out.open')
          : item.photos_total > 0
            ? t('out.text-and-photos', { n: item.photos_total })
            : t('out.text-only')}
      </span>
      <span>{item.bytes_total > 0 ? size(item.bytes_total) : ''}</span>
    </p>
  );
}

/** Why it does not go on, that nothing is lost, and the one thing to do. */
function Stuck({ item }: { item: OutboxItem }) {
  const room = useRoom();
  const { phone } = room;
  const { stuck } = item;
  if (!stuck) return null;
  const { office } = phonesOf(room);
  return (
    <>
      <p class="small">{t(`stuck.${stuck.reason}`)}</p>
      {stuck.action === 'sign-in' && (
        <Button fit kind="go" icon="log-in" href={url.signIn()}>
          {t('stuck.do-sign-in')}
        </Button>
      )}
      {stuck.action === 'send-anyway' && (
        <Button
          fit
          kind="go"
          icon="upload"
          onClick={() => {
            phone.sendAnyway();
            void phone.syncNow();
          }}
        >
          {t('stuck.do-send')}
        </Button>
      )}
      {stuck.action === 'call-office' && (
        <Button fit kind="go" icon="phone" href={office ? `tel:${office}` : url.help()}>
          {t('stuck.do-call')}
        </Button>
      )}
    </>
  );
}

/** One record that was handed in: its state, and its receipt. */
export function Record({ subject }: { subject: string }) {
  const { phone } = useRoom();
  const item = phone.outbox.items.value.find((one) => one.subject === subject);
  return (
    <Screen>
      <Bar back={{ href: url.today(), label: t('tab.today') }} />
      <Page>
        <div class="pad head-pad">
          <Title>{item?.household?.name ?? t('today.nameless')}</Title>
          {item?.result && <p class="lead">{t(`result.${item.result}`)}</p>}
        </div>
        {item ? (
          <ul class="sends">
            <li>
              <Send item={item} />
            </li>
          </ul>
        ) : (
          <EmptyState icon="inbox">{t('out.gone')}</EmptyState>
        )}
        <p class="pad lead">
          {item?.closed_ms ? t('out.closed', { time: moment(item.closed_ms, now.value) }) : ''}
        </p>
      </Page>
    </Screen>
  );
}
