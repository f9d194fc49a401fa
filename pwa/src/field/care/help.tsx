// P14 帮助: works offline. Short questions, pictures of the steps, the telephone, and a text for the office.
import { useSignal } from '@preact/signals';
import { t } from '@/i18n/care';
import { moment } from '@/i18n/format';
import { Bar, Button, Page, Row, Rows, Screen, Segments, showToast, Title } from '@/ui';
import { url } from '../nav';
import { now, phonesOf, type Room, useHeading, useRoom } from '../room';
import { type Browser, browserNow, browsers, StepPicture, stepsOf, type Topic } from './steps';
import './care.css';

const questions = ['saved', 'send', 'lost', 'pin', 'photo', 'fix', 'sign', 'practice'] as const;
const pictures: readonly Topic[] = ['camera', 'location', 'microphone', 'install'];

export function Help() {
  useHeading();
  const room = useRoom();
  const { office } = phonesOf(room);
  const text = reportOf(room);
  const copy = (): void => {
    navigator.clipboard?.writeText(text).then(
      () => showToast(t('help.copied')),
      () => showToast(t('help.not-copied')),
    );
  };
  const share = (): void => {
    if (navigator.share) navigator.share({ text }).catch(() => undefined);
    else copy();
  };
  return (
    <Screen>
      <Bar back={{ href: url.me(), label: t('back.me') }} />
      <Page>
        <div class="pad stack">
          <Title>{t('help.title')}</Title>
          {office && (
            <Button kind="fill" icon="phone" href={`tel:${office}`}>
              {t('help.call', { phone: office })}
            </Button>
          )}
        </div>
        <div class="faq">
          {questions.map((one) => (
            <details key={one}>
              <summary>{t(`help.${one}`)}</summary>
              <p>{t(`help.${one}-a`)}</p>
            </details>
          ))}
        </div>
        <h2 class="group-head">{t('help.pictures')}</h2>
        <Rows>
          {pictures.map((topic) => (
            <Row key={topic} label={t(`steps.${topic}`)} href={url.steps(topic)} />
          ))}
        </Rows>
        <h2 class="group-head">{t('help.tell')}</h2>
        <div class="pad stack tight">
          <p class="small">{t('help.tell-what')}</p>
          <pre class="report">{text}</pre>
          <div class="pair">
            <Button icon="copy" onClick={copy}>
              {t('help.copy')}
            </Button>
            <Button icon="send" onClick={share}>
              {t('help.share')}
            </Button>
          </div>
        </div>
      </Page>
    </Screen>
  );
}

/** What the office needs to help: states and numbers, no household. */
function reportOf({ phone, user, config }: Room): string {
  const { engine, storage, outbox, rows, accounts } = phone;
  const totals = outbox.totals.value;
  const last = engine.value.last_answer_ms;
  return [
    t('report.who', { number: user.number ?? user.login }),
    t('report.device', {
      device: accounts.current.value?.device.slice(0, 8) ?? '',
      version: config?.version ?? '',
    }),
    t('report.server', {
      state: t(engine.value.reachable ? 'report.yes' : 'report.no'),
      time: last === null ? t('me.never') : moment(last, now.value),
    }),
    t('report.unsent', {
      n: totals.visits_unsent,
      photos: totals.photos_unsent,
      days: totals.oldest_unsent_days,
    }),
    t('report.data', { n: rows.households.value.size, tasks: rows.assignments.value.size }),
    t('report.storage', {
      kept: t(storage.value.persisted ? 'report.yes' : 'report.no'),
      failing: storage.value.failing ?? t('report.no'),
    }),
    t('report.browser', { agent: navigator.userAgent }),
  ].join('\n');
}

export function Steps({ topic }: { topic: Topic }) {
  useHeading();
  const browser = useSignal<Browser>(browserNow());
  return (
    <Screen>
      <Bar back={{ href: url.help(), label: t('help.title') }} />
      <Page pad>
        <div class="stack">
          <Title>{t(`steps.${topic}`)}</Title>
          <Segments
            label={t('steps.browser')}
            panel="steps"
            value={browser.value}
            onChange={(value) => (browser.value = value)}
            options={browsers.map((value) => ({ value, label: t(`browser.${value}`) }))}
          />
          <div id="steps" role="tabpanel" aria-label={t(`browser.${browser.value}`)}>
            <ol class="steps">
              {stepsOf(topic, browser.value).map((step, at) => (
                <li key={step.words}>
                  <StepPicture picture={step.picture} />
                  <p>
                    <b>{at + 1}</b>
                    {step.words}
                  </p>
                </li>
              ))}
            </ol>
          </div>
          <p class="lead">
            {t(
              topic === 'install'
                ? 'steps.install-without'
                : topic === 'location'
                  ? 'steps.location-without'
                  : topic === 'camera'
                    ? 'steps.camera-without'
                    : 'steps.microphone-without',
            )}
          </p>
        </div>
      </Page>
    </Screen>
  );
}
