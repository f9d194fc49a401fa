// 离开后填写: behind the PIN, because the phone may still be in the village. Nothing of it is read out, shown in a list or signed.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '@/i18n/findings';
import type { VisitHandle } from '@/store/contract';
import { Bar, Button, ErrorSummary, Foot, Page, PinPad, Screen, Title } from '@/ui';
import { afterTopics, countGaps, gapsOf, say, shownAsks } from '../model/form';
import { go, url } from '../nav';
import { useHeading, useRoom } from '../room';
import { Questions, useForm, whatIsWrong } from '../topic/topic';
import { codeOf, type Job } from '../visit/job';
import { UrgentPill } from '../visit/pill';
import { keep, NotSaved, savedWords } from '../visit/saved';
import { Findings } from './findings';
import './after.css';
import { backTo } from '../visit/back';

export function After({ job, handle }: { job: Job; handle: VisitHandle }) {
  const open = useSignal(false);
  return open.value ? (
    <Form job={job} handle={handle} />
  ) : (
    <Door job={job} handle={handle} onOpen={() => (open.value = true)} />
  );
}

function Door({ job, handle, onOpen }: { job: Job; handle: VisitHandle; onOpen: () => void }) {
  useHeading();
  const { phone } = useRoom();
  const error = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const tried = (pin: string): void => {
    busy.value = true;
    phone.vault
      .checkPin(pin)
      .then(() => {
        if (handle.draft.value.left_ms === null) keep(handle.patch({ left_ms: Date.now() }));
        onOpen();
      })
      .catch((cause: unknown) => {
        const wait = Number((cause as { params?: { wait_ms?: number } }).params?.wait_ms ?? 0);
        error.value =
          codeOf(cause) === 'pin-wait' || wait > 0
            ? t('pin.wait', { n: Math.ceil(wait / 1000) })
            : t('pin.wrong');
      })
      .finally(() => {
        busy.value = false;
      });
  };
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page pad>
        <div class="stack after-door">
          <div>
            <Title>{t('after.title')}</Title>
            <p class="lead">{t('after.door')}</p>
          </div>
          <PinPad label={t('after.pin')} onDone={tried} error={error.value} busy={busy.value} />
        </div>
      </Page>
    </Screen>
  );
}

function Form({ job, handle }: { job: Job; handle: VisitHandle }) {
  useForm();
  const complained = useSignal(false);
  const draft = handle.draft.value;
  const evaluation = handle.evaluation.value;
  const topics = afterTopics(handle.definition);
  const asks = topics.flatMap((topic) => shownAsks(topic, draft, evaluation));
  const errors = complained.value ? whatIsWrong(asks, handle) : [];
  useEffect(() => {
    document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, []);
  const done = (): void => {
    if (countGaps(gapsOf(asks, draft, evaluation)) > 0) {
      complained.value = true;
      return;
    }
    keep(
      handle
        .patch({ topics_done: [...new Set([...draft.topics_done, ...topics.map((topic) => topic.key)])] })
        .then(() => go(url.visit(job.ref, 'check'))),
    );
  };
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page pad>
        <div class="stack topic">
          <div>
            <Title>{t('after.title')}</Title>
            <p class="lead">{t('after.what')}</p>
          </div>
          <NotSaved handle={handle} />
          <ErrorSummary errors={errors} />
          <Findings handle={handle} />
          {topics.map((topic) => (
            <section class="stack topic" key={topic.key} aria-label={say(topic.title)}>
              <Questions
                job={job}
                topic={topic}
                asks={shownAsks(topic, draft, evaluation)}
                handle={handle}
                errors={errors}
              />
            </section>
          ))}
        </div>
      </Page>
      <Foot saved={savedWords(handle.saved.value, job.practice)}>
        <Button kind="fill" onClick={done}>
          {t('after.done')}
        </Button>
      </Foot>
    </Screen>
  );
}
