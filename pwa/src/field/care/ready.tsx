// P1 准备下乡: what the phone needs before there is no signal, one line each with the act that mends it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '@/i18n/care';
import { moment, size } from '@/i18n/format';
import type { Phone } from '@/store/contract';
import { Bar, Button, Foot, Icon, type IconName, Page, Screen, Title } from '@/ui';
import { go, url } from '../nav';
import { now, useHeading, useRoom } from '../room';
import { askPermit, install, isInstalled, type Permit, type PermitState, permitState } from './permission';
import './care.css';

type Grade = 'good' | 'mend' | 'note';

interface CheckLine {
  readonly key: string;
  readonly grade: Grade;
  readonly label: string;
  readonly words: string;
  readonly act?: { readonly label: string; readonly go: () => void };
}

const permits: readonly Permit[] = ['location', 'camera', 'microphone'];
const WEEK = 7 * 86_400_000;

export function usePermits() {
  const states = useSignal<Readonly<Record<Permit, PermitState>>>({
    camera: 'unknown',
    location: 'unknown',
    microphone: 'unknown',
  });
  const look = async (): Promise<void> => {
    const [location, camera, microphone] = await Promise.all(permits.map(permitState));
    states.value = {
      location: location ?? 'unknown',
      camera: camera ?? 'unknown',
      microphone: microphone ?? 'unknown',
    };
  };
  useEffect(() => {
    look();
  }, []);
  const ask = (permit: Permit): void => {
    askPermit(permit).then((state) => {
      states.value = { ...states.value, [permit]: state };
    });
  };
  return { states, ask };
}

export function permitLine(permit: Permit, state: PermitState, ask: (permit: Permit) => void): CheckLine {
  const base = { key: permit, label: t(`permit.${permit}`) };
  if (state === 'granted') return { ...base, grade: 'good', words: t('permit.granted') };
  if (state === 'denied')
    return {
      ...base,
      grade: 'mend',
      words: t('permit.denied'),
      act: { label: t('permit.steps'), go: () => go(url.steps(permit)) },
    };
  if (state === 'none') return { ...base, grade: 'note', words: t('permit.none') };
  return {
    ...base,
    grade: 'mend',
    words: t(`permit.why-${permit}`),
    act: { label: t('permit.ask'), go: () => ask(permit) },
  };
}

function dataLine(phone: Phone, pulling: boolean, pull: () => void): CheckLine {
  const pulled = phone.rows.pulled_ms.value;
  const n = phone.rows.households.value.size;
  const act = { label: t(pulling ? 'ready.pulling' : 'ready.pull'), go: pull };
  if (pulled === null)
    return { key: 'data', grade: 'mend', label: t('ready.data'), words: t('ready.data-none'), act };
  const fresh = now.value - pulled < WEEK;
  const words = t(fresh ? 'ready.data-at' : 'ready.data-old', { time: moment(pulled, now.value), n });
  return { key: 'data', grade: fresh ? 'good' : 'mend', label: t('ready.data'), words, act };
}

function keptWords(persisted: boolean | null): string {
  if (persisted === null) return t('ready.kept-unknown');
  return t(persisted ? 'ready.kept' : 'ready.not-kept');
}

const PHOTO_BYTES = 600_000;

function storageLine(phone: Phone): CheckLine {
  const { persisted, free_bytes: free } = phone.storage.value;
  const room =
    free === null
      ? ''
      : t('ready.free', { size: size(free), n: Math.min(9_999, Math.floor(free / PHOTO_BYTES)) });
  const base = {
    key: 'storage',
    label: t('ready.storage'),
    words: [keptWords(persisted), room].filter(Boolean).join(t('ready.break')),
  };
  if (persisted) return { ...base, grade: 'good' };
  const go_on = (): void => void phone.askPersistence().then(() => phone.refreshStorage());
  return { ...base, grade: 'note', act: { label: t('ready.keep'), go: go_on } };
}

function installLine(): CheckLine {
  const base = { key: 'install', label: t('ready.install') };
  if (isInstalled()) return { ...base, grade: 'good', words: t('ready.installed') };
  const put = (): void => void install().then((shown) => !shown && go(url.steps('install')));
  return {
    ...base,
    grade: 'note',
    words: t('ready.install-why'),
    act: { label: t('ready.do-install'), go: put },
  };
}

function unsentLine(waiting: number): CheckLine {
  const base = { key: 'unsent', label: t('ready.unsent') };
  if (waiting === 0) return { ...base, grade: 'good', words: t('ready.unsent-none') };
  return {
    ...base,
    grade: 'note',
    words: t('ready.unsent-some', { n: waiting }),
    act: { label: t('ready.open-outbox'), go: () => go(url.outbox()) },
  };
}

function useLines(): readonly CheckLine[] {
  const { phone } = useRoom();
  const { states, ask } = usePermits();
  const pulling = useSignal(false);
  useEffect(() => {
    phone.refreshStorage();
  }, [phone]);
  const pull = (): void => {
    pulling.value = true;
    phone.syncNow().finally(() => {
      pulling.value = false;
    });
  };
  return [
    dataLine(phone, pulling.value, pull),
    ...permits.map((permit) => permitLine(permit, states.value[permit], ask)),
    storageLine(phone),
    installLine(),
    unsentLine(phone.outbox.totals.value.visits_unsent),
  ];
}

const signs: Record<Grade, IconName> = { good: 'circle-check', mend: 'triangle-alert', note: 'info' };

export function CheckLines({ lines }: { lines: readonly CheckLine[] }) {
  return (
    <ul class="checks">
      {lines.map((line) => (
        <li key={line.key} class={line.grade}>
          <Icon name={signs[line.grade]} label={t(`grade.${line.grade}`)} />
          <div>
            <b>{line.label}</b>
            <p class="small">{line.words}</p>
          </div>
          {line.act && (
            <Button fit kind={line.grade === 'mend' ? 'go' : 'line'} onClick={line.act.go}>
              {line.act.label}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

export function Ready() {
  useHeading();
  const lines = useLines();
  const open = lines.filter((line) => line.grade === 'mend').length;
  return (
    <Screen>
      <Bar back={{ href: url.today(), label: t('back.today') }} />
      <Page>
        <div class="pad head-pad">
          <Title>{t('ready.title')}</Title>
          <p class="lead" role="status">
            {open === 0 ? t('ready.all-good') : t('ready.open', { n: open })}
          </p>
        </div>
        <CheckLines lines={lines} />
      </Page>
      <Foot>
        <Button kind="fill" href={url.today()}>
          {t(open === 0 ? 'ready.go' : 'ready.go-anyway')}
        </Button>
      </Foot>
    </Screen>
  );
}
