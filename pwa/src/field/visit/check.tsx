// P9: everything once more, with a way back to each topic; then the one button that closes the visit.
import { useSignal } from '@preact/signals';
import { t } from '@/i18n/field';
import { distance as far } from '@/i18n/format';
import type { VisitHandle } from '@/store/contract';
import {
  Bar,
  Button,
  ErrorSummary,
  type FieldError,
  Foot,
  Notice,
  Page,
  Screen,
  showToast,
  Title,
} from '@/ui';
import { afterTopics, countGaps, gapsOf, homeTopics, labelOf, photosOf, say, shownAsks } from '../model/form';
import { go, url } from '../nav';
import { metresBetween } from '../place/distance';
import { useRoom } from '../room';
import { nextSigner } from '../sign/state';
import { answerWords } from '../topic/words';
import { backTo } from './back';
import { finished, type Job } from './job';
import { UrgentPill } from './pill';
import { failure, NotSaved, savedWords } from './saved';

interface Trouble extends FieldError {
  readonly href: string;
}

/** What still hinders closing, topic by topic. What is filled in after leaving has one line and no detail. */
export function troubles(job: Job, handle: VisitHandle): readonly Trouble[] {
  const draft = handle.draft.value;
  const evaluation = handle.evaluation.value;
  const open = (topics: ReturnType<typeof homeTopics>) =>
    topics.filter((topic) => countGaps(gapsOf(shownAsks(topic, draft, evaluation), draft, evaluation)) > 0);
  const list: Trouble[] = open(homeTopics(handle.definition)).map((topic) => ({
    id: `c-${topic.key}`,
    href: url.visit(job.ref, 'topic', topic.key),
    text: t('check.open', {
      topic: say(topic.title),
      n: countGaps(gapsOf(shownAsks(topic, draft, evaluation), draft, evaluation)),
    }),
  }));
  if (nextSigner(handle))
    list.push({ id: 'c-sign', href: url.visit(job.ref, 'sign'), text: t('check.unsigned') });
  if (open(afterTopics(handle.definition)).length > 0)
    list.push({ id: 'c-after', href: url.visit(job.ref, 'after'), text: t('check.after') });
  return list;
}

export function Check({ job, handle }: { job: Job; handle: VisitHandle }) {
  const room = useRoom();
  const complained = useSignal(false);
  const busy = useSignal(false);
  const list = troubles(job, handle);
  const submit = (): void => {
    if (list.length > 0) {
      complained.value = true;
      return;
    }
    busy.value = true;
    submitVisit(room, job, handle)
      .catch((error: unknown) => showToast(failure(error)))
      .finally(() => {
        busy.value = false;
      });
  };
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />} />
      <Page>
        <div class="pad stack">
          <div>
            <Title>{t('check.title')}</Title>
            <p class="lead">{t('check.what')}</p>
          </div>
          <NotSaved handle={handle} />
          <ErrorSummary errors={complained.value ? list : []} />
          <Soft job={job} handle={handle} />
        </div>
        {homeTopics(handle.definition).map((topic) => (
          <Block key={topic.key} job={job} handle={handle} topic={topic} />
        ))}
        <Block job={job} handle={handle} name="sign" />
        {afterTopics(handle.definition).length > 0 && <Block job={job} handle={handle} name="after" />}
      </Page>
      <Foot saved={savedWords(handle.saved.value, job.practice)}>
        <Button kind="fill" busy={busy.value} onClick={submit}>
          {t('submit.go')}
        </Button>
      </Foot>
    </Screen>
  );
}

/** Things to know that never hinder: no location, far from the address. */
function Soft({ job, handle }: { job: Job; handle: VisitHandle }) {
  const { watcher } = useRoom();
  const best = watcher.best.value;
  const draft = handle.draft.value;
  if (job.practice) return null;
  const point = draft.household?.point ?? null;
  if (!best && !draft.fix && !draft.no_fix) {
    return (
      <Notice
        tone="warn"
        title={t('check.no-fix')}
        action={
          <Button fit kind="go" href={url.visit(job.ref, 'where')}>
            {t('check.no-fix-do')}
          </Button>
        }
      >
        {t('check.no-fix-what')}
      </Notice>
    );
  }
  const away = point && best ? metresBetween(point, best) : 0;
  return away > 500 ? <Notice>{t('check.far', { metres: far(away) })}</Notice> : null;
}

type BlockProps = { job: Job; handle: VisitHandle } & (
  | { topic: ReturnType<typeof homeTopics>[number] }
  | { name: 'sign' | 'after' }
);

function Block(props: BlockProps) {
  const { job, handle } = props;
  const draft = handle.draft.value;
  if ('name' in props) {
    const done =
      props.name === 'sign'
        ? nextSigner(handle) === null
        : afterTopics(handle.definition).every((topic) => draft.topics_done.includes(topic.key));
    return (
      <Head
        id={`c-${props.name}`}
        title={t(props.name === 'sign' ? 'task.sign' : 'task.after')}
        href={url.visit(job.ref, props.name)}
        words={t(done ? 'check.filled' : 'check.empty')}
      />
    );
  }
  const { topic } = props;
  const asks = shownAsks(topic, draft, handle.evaluation.value);
  const href = url.visit(job.ref, 'topic', topic.key);
  // What was asked apart is nobody else's to read on this screen.
  if (topic.place === 'apart')
    return (
      <Head
        id={`c-${topic.key}`}
        title={say(topic.title)}
        href={href}
        words={t(draft.topics_done.includes(topic.key) ? 'check.filled' : 'check.empty')}
      />
    );
  return (
    <section class="check-block">
      <Head id={`c-${topic.key}`} title={say(topic.title)} href={href} />
      <dl class="check-list">
        {asks.map((ask) => {
          const photos = photosOf(ask, draft).length;
          const answer = draft.answers[ask.key];
          const words =
            photos > 0
              ? t('photo.count', { n: photos })
              : answer !== undefined
                ? answerWords(ask.item, answer, draft.household)
                : t('check.blank');
          return (
            <div key={ask.key}>
              <dt>
                {ask.member
                  ? t('ask.of', { name: ask.member.name, question: labelOf(ask.item) })
                  : labelOf(ask.item)}
              </dt>
              <dd class={photos === 0 && answer === undefined ? 'soft' : ''}>{words}</dd>
            </div>
          );
        })}
        {draft.notes[topic.key] && (
          <div>
            <dt>{t('topic.note')}</dt>
            <dd>{draft.notes[topic.key]}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Head({ id, title, href, words }: { id: string; title: string; href: string; words?: string }) {
  return (
    <div class="check-head" id={id}>
      <h2>{title}</h2>
      {words && <span class="small soft">{words}</span>}
      <a class="tap act push" href={href} aria-label={t('check.change-what', { topic: title })}>
        {t('check.change')}
      </a>
    </div>
  );
}

/** Closes the visit; the location watch ends here. */
export async function submitVisit(
  room: ReturnType<typeof useRoom>,
  job: Job,
  handle: VisitHandle,
): Promise<void> {
  const place = await room.watcher.fix();
  const draft = handle.draft.value;
  const no_fix = place.fix ? undefined : (draft.no_fix ?? place.no_fix);
  await handle.close({
    result: draft.result ?? 'MET',
    fix: place.fix,
    ...(no_fix ? { no_fix } : {}),
    ...(draft.left_ms === null ? {} : { left_ms: draft.left_ms }),
    remark: draft.remark,
  });
  room.watcher.close();
  finished(job);
  go(url.done(job.practice ? 'practice' : handle.visit_id));
}
