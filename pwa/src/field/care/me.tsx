// P13 我的: language, theme, storage, permissions, version, device, PIN, lock and log out.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '@/i18n/care';
import { moment, size } from '@/i18n/format';
import { type Locale, locale, setLocale } from '@/i18n/text';
import {
  Bar,
  Button,
  Notice,
  Page,
  PinPad,
  Radios,
  Row,
  Rows,
  Screen,
  Sheet,
  setTheme,
  showToast,
  type Theme,
  Title,
  theme,
} from '@/ui';
import { StatusLine, Tabs, Warnings } from '../frame';
import { go, url } from '../nav';
import { now, useHeading, useRoom } from '../room';
import { codeOf } from '../visit/job';
import { CheckLines, permitLine, usePermits } from './ready';
import './care.css';

const themes: readonly Theme[] = ['day', 'sun', 'dark'];

export function Me() {
  useHeading();
  const { phone, user, config, signOut } = useRoom();
  const { states, ask } = usePermits();
  const leaving = useSignal(false);
  const waiting = phone.outbox.totals.value.visits_unsent;
  const storage = phone.storage.value;
  const account = phone.accounts.current.value;
  useEffect(() => {
    phone.refreshStorage();
  }, [phone]);
  const leave = (courier: boolean): void => {
    leaving.value = false;
    signOut({ courier }).catch((error: unknown) => {
      if (codeOf(error) === 'unsent') leaving.value = true;
      else showToast(t('me.leave-failed'));
    });
  };
  return (
    <Screen>
      <Bar status>
        <StatusLine />
      </Bar>
      <Page sunk>
        <div class="me-head">
          <Title>{user.name}</Title>
          <p class="small soft">
            {[user.org.name, user.number ? t('me.number', { number: user.number }) : '']
              .filter(Boolean)
              .join(t('ready.break'))}
          </p>
        </div>
        <Warnings />
        <Rows>
          <Row icon="package" label={t('ready.title')} small={t('me.ready')} href={url.ready()} />
          <Row icon="circle-question-mark" label={t('help.title')} small={t('me.help')} href={url.help()} />
        </Rows>
        <section class="me-block">
          <Radios
            legend={t('me.language')}
            value={locale.value}
            onChange={(next: Locale) => void setLocale(next)}
            options={[
              { value: 'zh-CN', label: '简体中文' },
              { value: 'en', label: 'English' },
            ]}
          />
          <Radios
            legend={t('me.theme')}
            value={theme.value}
            onChange={setTheme}
            options={themes.map((value) => ({
              value,
              label: t(`theme.${value}`),
              hint: t(`theme.${value}-hint`),
            }))}
          />
        </section>
        <h2 class="group-head">{t('me.permits')}</h2>
        <CheckLines
          lines={(['location', 'camera', 'microphone'] as const).map((permit) =>
            permitLine(permit, states.value[permit], ask),
          )}
        />
        <h2 class="group-head">{t('me.phone')}</h2>
        <Rows>
          <Row
            icon="hard-drive"
            label={t('ready.storage')}
            small={[
              t(storage.persisted ? 'ready.kept' : 'ready.not-kept'),
              storage.used_bytes === null ? '' : t('me.used', { size: size(storage.used_bytes) }),
            ]
              .filter(Boolean)
              .join(t('ready.break'))}
          />
          <Row
            icon="refresh-cw"
            label={t('me.pulled')}
            value={
              phone.rows.pulled_ms.value === null
                ? t('me.never')
                : moment(phone.rows.pulled_ms.value, now.value)
            }
          />
          <Row icon="smartphone" label={t('me.device')} value={account?.device.slice(0, 8) ?? ''} />
          <Row icon="info" label={t('me.version')} value={config?.version ?? ''} />
        </Rows>
        <h2 class="group-head">{t('me.account')}</h2>
        <Rows>
          {phone.accounts.session.value.kind === 'none' && (
            <Row icon="log-in" label={t('again.title')} small={t('me.again')} href={url.signIn()} />
          )}
          <Row icon="key-round" label={t('me.pin')} href={url.pin()} />
          <Row
            icon="lock-keyhole"
            label={t('me.lock')}
            small={t('me.lock-what')}
            onClick={() => phone.vault.lock()}
          />
          <Row
            icon="log-out"
            label={t('me.leave')}
            onClick={() => {
              if (waiting > 0) leaving.value = true;
              else leave(false);
            }}
          />
        </Rows>
      </Page>
      <Tabs current="me" />
      <Sheet
        open={leaving.value}
        title={t('leave.title', { n: waiting })}
        onClose={() => (leaving.value = false)}
        foot={
          <>
            <Button kind="fill" onClick={() => (leaving.value = false)}>
              {t('leave.stay')}
            </Button>
            <Button onClick={() => leave(true)}>{t('leave.go')}</Button>
          </>
        }
      >
        <Notice tone="warn">{t('leave.what')}</Notice>
      </Sheet>
    </Screen>
  );
}

type Step =
  | { readonly kind: 'old' }
  | { readonly kind: 'new'; readonly old: string }
  | { readonly kind: 'again'; readonly old: string; readonly fresh: string };

export function ChangePin() {
  useHeading();
  const { phone } = useRoom();
  const step = useSignal<Step>({ kind: 'old' });
  const error = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const done = (pin: string): void => {
    const now_step = step.value;
    error.value = undefined;
    if (now_step.kind === 'old') {
      busy.value = true;
      phone.vault
        .checkPin(pin)
        .then(() => {
          step.value = { kind: 'new', old: pin };
        })
        .catch(() => {
          error.value = t('pin.wrong');
        })
        .finally(() => {
          busy.value = false;
        });
    } else if (now_step.kind === 'new') step.value = { kind: 'again', old: now_step.old, fresh: pin };
    else if (pin !== now_step.fresh) {
      error.value = t('pin.mismatch');
      step.value = { kind: 'new', old: now_step.old };
    } else {
      busy.value = true;
      phone.vault
        .changePin(now_step.old, pin)
        .then(() => {
          showToast(t('pin.changed'));
          go(url.me());
        })
        .catch((cause: unknown) => {
          error.value = t(codeOf(cause) === 'pin-weak' ? 'pin.weak' : 'pin.wrong');
          step.value = { kind: 'new', old: now_step.old };
        })
        .finally(() => {
          busy.value = false;
        });
    }
  };
  return (
    <Screen>
      <Bar back={{ href: url.me(), label: t('back.me') }} />
      <Page pad>
        <div class="stack">
          <div>
            <Title>{t('me.pin')}</Title>
            <p class="lead" role="status">
              {t(`pin.${step.value.kind}`)}
            </p>
          </div>
          <PinPad
            key={step.value.kind}
            label={t(`pin.${step.value.kind}`)}
            onDone={done}
            error={error.value}
            busy={busy.value}
          />
        </div>
      </Page>
    </Screen>
  );
}
