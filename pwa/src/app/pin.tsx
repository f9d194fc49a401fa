// The PIN: chosen once on this phone, asked whenever it was put away, replaced with a live login when forgotten.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '@/i18n/common';
import type { Account, Phone } from '@/store/contract';
import { Bar, Button, Foot, Notice, Page, PinPad, ProgressLine, Screen, Tap, Title } from '@/ui';
import { LanguageSwitch } from './language';
import { SignIn } from './signin';
import { codeOf, phoneText, seconds } from './trouble';

/** Twice the same six digits; then `onChosen`, which may refuse. */
export function ChoosePin(props: {
  account: Account;
  onChosen: (pin: string) => Promise<void>;
  onOther: () => void;
}) {
  const [first, setFirst] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);

  const done = async (pin: string): Promise<void> => {
    setTrouble(undefined);
    if (first === null) return setFirst(pin);
    setFirst(null);
    if (pin !== first) return setTrouble(t('pin.mismatch'));
    setBusy(true);
    try {
      await props.onChosen(pin);
    } catch (error) {
      setTrouble(phoneText(error));
    } finally {
      setBusy(false);
    }
  };
  const again = first !== null;
  return (
    <PinScreen
      account={props.account}
      title={again ? t('pin.again') : t('pin.new')}
      why={again ? t('pin.again-why') : t('pin.new-why')}
      step={again ? 'again' : 'first'}
      trouble={trouble}
      busy={busy ? t('pin.settingup') : undefined}
      onDone={done}
      foot={<Tap onClick={props.onOther}>{t('signin.other')}</Tap>}
    />
  );
}

export function UnlockPin({
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
  const [trouble, setTrouble] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const wait = useCountdown(phone.vault.wait_until_ms.value);

  const done = async (pin: string): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    try {
      await phone.vault.unlock(pin);
    } catch (error) {
      setTrouble(codeOf(error) === 'pin-wait' ? undefined : phoneText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <PinScreen
      account={account}
      title={t('pin.unlock')}
      step="unlock"
      trouble={wait > 0 ? t('pin.wait', { n: seconds(wait) }) : trouble}
      still={wait > 0}
      busy={busy ? t('pin.preparing') : undefined}
      onDone={done}
      foot={
        <>
          <Tap onClick={onForgot}>{t('pin.forgot')}</Tap>
          <Tap onClick={onOther}>{t('signin.other')}</Tap>
        </>
      }
    />
  );
}

/** Says what is kept and what is not, asks for the login, then for a new PIN. */
export function ForgottenPin({
  phone,
  account,
  onBack,
}: {
  phone: Phone;
  account: Account;
  onBack: () => void;
}) {
  const [step, setStep] = useState<'tell' | 'login' | 'pin'>('tell');
  // Even with a live session: whoever found the phone has the cookie, but not the password.
  if (step === 'login') {
    return (
      <SignIn
        phone={phone}
        only={account}
        onDone={() => setStep('pin')}
        onBack={{ label: t('ui.back'), go: onBack }}
      />
    );
  }
  if (step === 'pin') {
    return (
      <ChoosePin
        account={account}
        onOther={onBack}
        onChosen={(pin) => phone.vault.replaceForgottenPin(pin).then(onBack)}
      />
    );
  }
  const leave = (event: MouseEvent): void => {
    event.preventDefault();
    onBack();
  };
  return (
    <Screen cls="desk">
      <div class="desk-card">
        <Bar back={{ href: '#/', label: t('ui.back'), onClick: leave }} />
        <Page cls="gate">
          <Title>{t('pin.forgot-title')}</Title>
          <Notice tone="warn">{t('pin.forgot-text')}</Notice>
        </Page>
        <Foot>
          <Button kind="fill" onClick={() => setStep('login')}>
            {t('pin.forgot-go')}
          </Button>
        </Foot>
      </div>
    </Screen>
  );
}

interface PinScreenProps {
  account: Account;
  title: string;
  why?: string;
  step: string;
  trouble: string | undefined;
  busy: string | undefined;
  still?: boolean;
  onDone: (pin: string) => void;
  foot: ComponentChildren;
}

function PinScreen({ account, title, why, step, trouble, busy, still, onDone, foot }: PinScreenProps) {
  return (
    <Screen cls="desk">
      <div class="desk-card">
        <Bar>
          <LanguageSwitch />
        </Bar>
        <Page cls="gate pin-page">
          <div class="pin-head">
            <p class="soft small">{account.user.name}</p>
            <Title>{title}</Title>
            {why && <p class="lead">{why}</p>}
          </div>
          <PinPad
            key={step}
            label={title}
            onDone={onDone}
            error={trouble}
            busy={busy !== undefined || still}
          />
          {busy && <ProgressLine>{busy}</ProgressLine>}
          <div class="pin-foot">{foot}</div>
        </Page>
      </div>
    </Screen>
  );
}

/** Milliseconds left until `until`, counted down while it is on screen. */
function useCountdown(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  const open = until > now;
  useEffect(() => {
    setNow(Date.now());
    if (until <= Date.now()) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [until, open]);
  return Math.max(0, until - now);
}
