// The house door: decides from the phone's signals which page stands behind it, and carries what every page shares.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { onSignedOut } from '@/api';
import { t } from '@/i18n/common';
import type { Account, Phone } from '@/store/contract';
import { Bar, Button, DemoBand, Page, Screen, setShell, Title, Toasts } from '@/ui';
import { config } from './config';
import { loadField, loadGallery, loadOffice } from './doors';
import { findLacks, InsecurePage, type Lacks, NoRolePage, VolunteerPage, WeakBrowserPage } from './gate';
import { Lazy, Loading } from './lazy';
import { ChoosePin, ForgottenPin, UnlockPin } from './pin';
import { type RoomProps, roomOf } from './rooms';
import { path, useArrival } from './router';
import { SignIn } from './signin';
import { UpdateBanner } from './update';

export type Boot =
  | { readonly kind: 'opening' }
  | { readonly kind: 'insecure' }
  | { readonly kind: 'weak'; readonly lacks: Lacks }
  | { readonly kind: 'broken' }
  | { readonly kind: 'open'; readonly phone: Phone };

export function Shell({ boot }: { boot: Boot }) {
  const engineBusy = boot.kind === 'open' && boot.phone.busy.value;
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {t('app.skip')}
      </button>
      {config.value?.demo && <DemoBand />}
      <UpdateBanner engineBusy={engineBusy} />
      <div class="room">
        <Door boot={boot} />
      </div>
      <Toasts />
    </div>
  );
}

const galleryOpen = (): boolean =>
  path.value === '/gallery' && (import.meta.env.DEV || config.value?.demo === true);

function Door({ boot }: { boot: Boot }) {
  if (galleryOpen()) return <Lazy load={loadGallery} props={{}} />;
  switch (boot.kind) {
    case 'opening':
      return <Loading />;
    case 'insecure':
      return <InsecurePage />;
    case 'weak':
      return <WeakBrowserPage lacks={boot.lacks} />;
    case 'broken':
      return <BrokenPage />;
    case 'open':
      return <Home phone={boot.phone} />;
  }
}

type Aside = { kind: 'none' } | { kind: 'other' } | { kind: 'forgot'; account: Account };

/** Who is here, and is the phone unlocked for them? */
function Home({ phone }: { phone: Phone }) {
  const [aside, setAside] = useState<Aside>({ kind: 'none' });
  const close = (): void => setAside({ kind: 'none' });
  const account = phone.accounts.current.value;
  const session = phone.accounts.session.value;
  const [expired, setExpired] = useState(false);
  useEffect(
    () =>
      onSignedOut(() => {
        // An answer that was still under way when somebody signed out is no expiry.
        if (phone.accounts.session.peek().kind === 'live') setExpired(true);
        phone.accounts.refreshSession();
      }),
    [phone],
  );

  if (aside.kind === 'other' || (!account && session.kind !== 'live')) {
    return (
      <Here name="signin" shell="phone">
        <SignIn
          phone={phone}
          expired={expired && !account}
          onDone={() => {
            setExpired(false);
            close();
          }}
          {...(account && { onBack: { label: t('ui.back'), go: close } })}
        />
      </Here>
    );
  }
  if (aside.kind === 'forgot') {
    return (
      <Here name="forgot" shell="phone">
        <ForgottenPin phone={phone} account={aside.account} onBack={close} />
      </Here>
    );
  }
  if (account) {
    return (
      <OnPhone
        phone={phone}
        account={account}
        onForgot={() => setAside({ kind: 'forgot', account })}
        onOther={() => setAside({ kind: 'other' })}
      />
    );
  }
  return session.kind === 'live' ? <Signed props={roomProps(phone, session.user)} /> : null;
}

function OnPhone({
  phone,
  account,
  onForgot,
  onOther,
}: {
  phone: Phone;
  account: Account;
  onForgot: () => void;
  onOther: () => void;
}) {
  const state = phone.vault.state.value;
  const lacks = findLacks();
  if (lacks.worker) return <WeakBrowserPage lacks={lacks} />;
  if (state === 'unlocked') {
    return (
      <Shelled shell="phone">
        <Lazy load={loadField} props={roomProps(phone, account.user)} />
      </Shelled>
    );
  }
  return (
    <Here name={`pin-${state}`} shell="phone">
      {state === 'new' ? (
        <ChoosePin account={account} onChosen={(pin) => phone.vault.setPin(pin)} onOther={onOther} />
      ) : (
        <UnlockPin phone={phone} account={account} onForgot={onForgot} onOther={onOther} />
      )}
    </Here>
  );
}

/** A live session without a device on this browser: the office, the volunteers, or nobody's role. */
function Signed({ props }: { props: RoomProps }) {
  const leave = (): void => {
    props.signOut().catch(() => undefined);
  };
  const room = roomOf(props.user.roles);
  if (room === 'office') {
    return (
      <Shelled shell="office">
        <Lazy load={loadOffice} props={props} />
      </Shelled>
    );
  }
  if (room === 'volunteer') {
    return (
      <Here name="volunteer" shell="elder">
        <VolunteerPage onSignOut={leave} />
      </Here>
    );
  }
  // A session without a device: this browser's store was emptied. Signing in again enrols it.
  if (room === 'field') return <SignIn phone={props.phone} onDone={() => undefined} />;
  return (
    <Here name="none" shell="phone">
      <NoRolePage onSignOut={leave} />
    </Here>
  );
}

function roomProps(phone: Phone, user: RoomProps['user']): RoomProps {
  return {
    phone,
    user,
    config: config.value,
    signOut: (options) => phone.accounts.signOut(options ?? { courier: false }),
  };
}

function Shelled({ shell, children }: { shell: 'phone' | 'office' | 'elder'; children: ComponentChildren }) {
  useEffect(() => setShell(shell), [shell]);
  return <>{children}</>;
}

/** A page of the shell itself: it takes focus like any other screen. */
function Here({
  name,
  shell,
  children,
}: {
  name: string;
  shell: 'phone' | 'elder';
  children: ComponentChildren;
}) {
  useArrival(name);
  return <Shelled shell={shell}>{children}</Shelled>;
}

function BrokenPage() {
  return (
    <Screen cls="desk">
      <div class="desk-card">
        <Bar />
        <Page cls="gate">
          <Title>{t('broken.title')}</Title>
          <p>{t('broken.text')}</p>
          <Button kind="fill" icon="refresh-cw" onClick={() => location.reload()}>
            {t('ui.retry')}
          </Button>
        </Page>
      </div>
    </Screen>
  );
}
