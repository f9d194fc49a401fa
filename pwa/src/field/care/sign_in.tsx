// 重新登录: a session ends by itself after a while. Work goes on without it; new orders need it.
import { useSignal } from '@preact/signals';
import { phoneText } from '@/app/trouble';
import { t } from '@/i18n/care';
import { Bar, Button, Foot, Notice, Page, PasswordField, Screen, showToast, Title } from '@/ui';
import { go, url } from '../nav';
import { useHeading, useRoom } from '../room';

export function SignInAgain() {
  useHeading();
  const { phone, user, config } = useRoom();
  const password = useSignal('');
  const error = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const enter = (signIn: () => Promise<unknown>): void => {
    busy.value = true;
    signIn()
      .then(() => {
        showToast(t('again.done'));
        go(url.today(), { replace: true });
      })
      .catch((cause: unknown) => {
        error.value = phoneText(cause);
      })
      .finally(() => {
        busy.value = false;
      });
  };
  const submit = (event?: Event): void => {
    event?.preventDefault();
    if (password.value === '') error.value = t('again.need');
    else enter(() => phone.accounts.signIn(user.login, password.value));
  };
  return (
    <Screen>
      <Bar back={{ href: url.me(), label: t('back.me') }} />
      <Page pad>
        <form class="stack" onSubmit={submit}>
          <div>
            <Title>{t('again.title')}</Title>
            <p class="lead">{t('again.what')}</p>
          </div>
          <Notice>{t('again.who', { name: user.name, login: user.login })}</Notice>
          <PasswordField
            label={t('again.password')}
            value={password.value}
            onInput={(text) => (password.value = text)}
            error={error.value}
          />
          {config?.demo && (
            <Button onClick={() => enter(() => phone.accounts.signInDemo(user.login))}>
              {t('again.demo')}
            </Button>
          )}
        </form>
      </Page>
      <Foot>
        <Button kind="fill" busy={busy.value} onClick={() => submit()}>
          {t('again.go')}
        </Button>
      </Foot>
    </Screen>
  );
}
