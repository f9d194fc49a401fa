// P0. Who works here now: a demonstration's roles, or login and password; people already known to this browser first.
import { useState } from 'preact/hooks';
import type { Role } from '@/api';
import { t } from '@/i18n/common';
import type { Account, Phone } from '@/store/contract';
import {
  Bar,
  Button,
  ErrorSummary,
  type FieldError,
  Notice,
  Page,
  PasswordField,
  Row,
  Rows,
  Screen,
  TextField,
  Title,
} from '@/ui';
import { askConfig, config, helpPhone } from './config';
import { LanguageSwitch } from './language';
import { phoneText } from './trouble';

export interface SignInProps {
  phone: Phone;
  /** Sign in again as this person only (forgotten PIN, expired login). */
  only?: Account;
  onDone: () => void;
  /** The session ended by itself: say that nothing is lost. */
  expired?: boolean;
  onBack?: { label: string; go: () => void };
}

export function SignIn({ phone, only, onDone, expired, onBack }: SignInProps) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const demo = config.value?.demo_roles ?? [];
  const buttons = only ? demo.filter((one) => one.login === only.user.login) : demo;
  const known = only ? [] : phone.accounts.list.value;

  const enter = async (act: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    try {
      await act();
      onDone();
    } catch (error) {
      setTrouble(phoneText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Screen cls="desk">
      <div class="desk-card">
        <Bar
          {...(onBack && {
            back: {
              href: '#/',
              label: onBack.label,
              onClick: (event: MouseEvent) => {
                event.preventDefault();
                onBack.go();
              },
            },
          })}
        >
          <LanguageSwitch />
        </Bar>
        <Page cls="gate">
          <Masthead />
          {phone.accounts.session.value.kind === 'unknown' && known.length === 0 && (
            <NoAnswer phone={phone} />
          )}
          {expired && !trouble && (
            <Notice tone="warn" live>
              {t('problem.signed-out')}
            </Notice>
          )}
          {trouble && (
            <Notice tone="bad" live>
              {trouble}
            </Notice>
          )}
          {known.length > 0 && (
            <Known accounts={known} onChoose={(device) => enter(() => phone.accounts.choose(device))} />
          )}
          {buttons.length > 0 && (
            <DemoRoles roles={buttons} onChoose={(login) => enter(() => phone.accounts.signInDemo(login))} />
          )}
          {buttons.length > 0 ? (
            <details class="fold">
              <summary>{t('signin.or-password')}</summary>
              <PasswordForm phone={phone} only={only} busy={busy} enter={enter} quiet />
            </details>
          ) : (
            <PasswordForm phone={phone} only={only} busy={busy} enter={enter} />
          )}
          <Help />
        </Page>
      </div>
    </Screen>
  );
}

/** First use without a network: nothing here can work yet, so say what would help. */
function NoAnswer({ phone }: { phone: Phone }) {
  const again = (): void => {
    phone.accounts.refreshSession();
    askConfig();
  };
  return (
    <Notice
      tone="warn"
      title={t('gate.offline-title')}
      live
      action={
        <Button kind="go" fit icon="refresh-cw" onClick={again}>
          {t('ui.retry')}
        </Button>
      }
    >
      {t('gate.offline-text')}
    </Notice>
  );
}

function Masthead() {
  return (
    <div class="mark">
      <img src="/mark.svg" alt="" width="48" height="48" />
      <div>
        <Title page={t('signin.title')}>{t('app.name')}</Title>
        <p class="lead">{t('signin.purpose')}</p>
      </div>
    </div>
  );
}

function Known({ accounts, onChoose }: { accounts: readonly Account[]; onChoose: (device: string) => void }) {
  return (
    <section>
      <h2>{t('pin.who')}</h2>
      <div class="framed">
        <Rows>
          {accounts.map((account) => (
            <Row
              key={account.device}
              icon="user-round"
              label={account.user.name}
              small={roleWord(account.user.roles)}
              onClick={() => onChoose(account.device)}
            />
          ))}
        </Rows>
      </div>
    </section>
  );
}

export function roleWord(roles: readonly Role[]): string {
  return roles.map((role) => t(`role.${role}`)).join('、');
}

function DemoRoles({
  roles,
  onChoose,
}: {
  roles: readonly { login: string; name: string; role: Role }[];
  onChoose: (login: string) => void;
}) {
  return (
    <section>
      <h2>{t('signin.demo')}</h2>
      <p class="lead">{t('signin.demo-hint')}</p>
      <div class="framed">
        <Rows>
          {roles.map((one) => (
            <Row
              key={one.login}
              label={t(`role.${one.role}`)}
              value={one.name}
              onClick={() => onChoose(one.login)}
            />
          ))}
        </Rows>
      </div>
    </section>
  );
}

interface FormProps {
  phone: Phone;
  only: Account | undefined;
  busy: boolean;
  enter: (act: () => Promise<unknown>) => Promise<void>;
  quiet?: boolean;
}

function PasswordForm({ phone, only, busy, enter, quiet }: FormProps) {
  const [login, setLogin] = useState(only?.user.login ?? '');
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const wrong = (id: string): string | undefined => errors.find((error) => error.id === id)?.text;

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const found: FieldError[] = [];
    if (login.trim() === '') found.push({ id: 'login', text: t('signin.need-login') });
    if (password === '') found.push({ id: 'password', text: t('signin.need-password') });
    setErrors(found);
    if (found.length === 0) enter(() => phone.accounts.signIn(login.trim(), password));
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <ErrorSummary errors={errors} />
      {only ? (
        <p>
          <b>{only.user.name}</b> <span class="soft">{login}</span>
        </p>
      ) : (
        <TextField
          id="login"
          label={t('signin.login')}
          value={login}
          onInput={setLogin}
          autocomplete="username"
          literal
          error={wrong('login')}
        />
      )}
      <PasswordField
        id="password"
        label={t('signin.password')}
        value={password}
        onInput={setPassword}
        error={wrong('password')}
      />
      <Button kind={quiet ? 'go' : 'fill'} type="submit" busy={busy}>
        {busy ? t('ui.working') : t('signin.submit')}
      </Button>
    </form>
  );
}

function Help() {
  const phone = helpPhone();
  return (
    <div class="last">
      <p class="lead">{t('signin.first-online')}</p>
      {phone && (
        <a class="tap act" href={`tel:${phone}`}>
          {t('signin.help', { phone })}
        </a>
      )}
    </div>
  );
}
