// Pages that say why one cannot go on here, and where one can.
import { useState } from 'preact/hooks';
import { t } from '@/i18n/common';
import { Bar, Button, Foot, Icon, Page, Screen, Title } from '@/ui';
import { config, helpPhone } from './config';
import { LanguageSwitch } from './language';

export interface Lacks {
  readonly store: boolean;
  readonly worker: boolean;
  readonly crypto: boolean;
  readonly camera: boolean;
}

/** Features, never names: kernels differ from phone to phone. */
export function findLacks(): Lacks {
  return {
    store: typeof indexedDB === 'undefined' || indexedDB === null,
    worker: !('serviceWorker' in navigator),
    crypto: !globalThis.crypto?.subtle,
    camera: !navigator.mediaDevices?.getUserMedia,
  };
}

export function HelpPhone() {
  const phone = helpPhone();
  return phone ? (
    <Button kind="go" icon="phone" href={`tel:${phone}`}>
      {t('call.number', { phone })}
    </Button>
  ) : null;
}

function CopyAddress({ address, kind = 'line' }: { address: string; kind?: 'line' | 'fill' }) {
  const [done, setDone] = useState(false);
  const copy = (): void => {
    navigator.clipboard?.writeText(address).then(
      () => setDone(true),
      () => setDone(false),
    );
  };
  // Without the clipboard the address stands there to be read; a button that does nothing would not help.
  if (!navigator.clipboard) return null;
  return (
    <Button kind={kind} icon={done ? 'check' : 'copy'} onClick={copy}>
      {done ? t('gate.copied') : t('gate.copy')}
    </Button>
  );
}

/** Plain http on a network address: the browser closes camera, location and offline saving. */
export function InsecurePage() {
  const address = config.value?.secure_url ?? null;
  return (
    <Screen cls="desk">
      <div class="desk-card">
        <Bar>
          <LanguageSwitch />
        </Bar>
        <Page cls="gate">
          <Title>{t('gate.insecure-title')}</Title>
          <p>{address ? t('gate.insecure-text') : t('gate.insecure-none')}</p>
          {address && (
            <>
              <p class="address" translate={false}>
                {address}
              </p>
              <Button kind="fill" icon="external-link" href={address}>
                {t('gate.open')}
              </Button>
              <CopyAddress address={address} />
            </>
          )}
          <HelpPhone />
        </Page>
      </div>
    </Screen>
  );
}

/** The browser (often one inside another app) cannot keep work without a network. */
export function WeakBrowserPage({ lacks }: { lacks: Lacks }) {
  const [here] = useState(() => location.origin + location.pathname);
  const missing = [
    lacks.store && t('gate.lack-store'),
    lacks.worker && t('gate.lack-worker'),
    lacks.crypto && t('gate.lack-crypto'),
    lacks.camera && t('gate.lack-camera'),
  ].filter((word): word is string => Boolean(word));
  return (
    <Screen cls="desk">
      <div class="desk-card">
        <Bar>
          <LanguageSwitch />
        </Bar>
        <Page cls="gate">
          <Title>{t('gate.weak-title')}</Title>
          <p>{t('gate.weak-text')}</p>
          <p class="address" translate={false}>
            {here}
          </p>
          <ul class="lacks">
            {missing.map((word) => (
              <li key={word}>
                <Icon name="x" small />
                {word}
              </li>
            ))}
          </ul>
          <p class="lead">{t('gate.weak-private')}</p>
          <CopyAddress address={here} kind="fill" />
          <HelpPhone />
        </Page>
      </div>
    </Screen>
  );
}

/** Signed in, but the office has given this account no role that has a room. */
export function NoRolePage({ onSignOut }: { onSignOut: () => void }) {
  return (
    <Screen>
      <Bar>
        <LanguageSwitch />
      </Bar>
      <Page cls="gate">
        <Title>{t('role.none-title')}</Title>
        <p>{t('role.none-text')}</p>
        <HelpPhone />
      </Page>
      <Foot>
        <Button onClick={onSignOut}>{t('me.sign-out')}</Button>
      </Foot>
    </Screen>
  );
}

/** Honest about what is not there yet: says what will come and whom to call today. */
export function VolunteerPage({ onSignOut }: { onSignOut: () => void }) {
  const phone = helpPhone();
  return (
    <Screen>
      <Page pad cls="home">
        <Title>{t('volunteer.title')}</Title>
        <p class="elder-text">{t('volunteer.text')}</p>
        <p class="elder-text soft">{t('volunteer.soon')}</p>
      </Page>
      <Foot>
        {phone && (
          <Button kind="fill" icon="phone" href={`tel:${phone}`}>
            {t('call.number', { phone })}
          </Button>
        )}
        <Button onClick={onSignOut} cls="after">
          {t('me.sign-out')}
        </Button>
      </Foot>
    </Screen>
  );
}
