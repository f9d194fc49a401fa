// P3: one household. The head, where it is, what to say at the door, the tasks, and the one act that fits now.
import { useSignal } from '@preact/signals';
import { t as c } from '@/i18n/common';
import { t } from '@/i18n/field';
import type { HouseholdRow, VisitHandle } from '@/store/contract';
import {
  Bar,
  Button,
  Foot,
  Icon,
  Notice,
  Page,
  Pair,
  Screen,
  type StatusProps,
  showToast,
  type Task,
  TaskList,
  Title,
} from '@/ui';
import {
  afterTopics,
  countGaps,
  gapsOf,
  homeTopics,
  say,
  shownAsks,
  type TopicState,
  topicState,
} from '../model/form';
import { go, url } from '../nav';
import { FixLine } from '../place/line';
import { useRoom } from '../room';
import { isVoid, signedAll } from '../sign/state';
import { CrewSheet, crewWords, useCrew } from './crew';
import { begin, isMet, type Job } from './job';
import { NavigateButton } from './navigate';
import { UrgentPill } from './pill';
import { failure, NotSaved, savedWords } from './saved';

const looks: Record<TopicState, () => StatusProps> = {
  todo: () => ({ icon: 'circle', word: c('status.not-started'), tone: 'quiet' }),
  doing: () => ({ icon: 'circle-dot', word: c('status.doing') }),
  done: () => ({ icon: 'check', word: c('status.done') }),
};

export function Household({ job }: { job: Job }) {
  const { handle, household } = job;
  const town = household?.town.name ?? '';
  const place = household
    ? `${town}${household.village.name}${household.group ? t('today.group', { group: household.group }) : ''}`
    : '';
  return (
    <Screen>
      <Bar back={{ href: url.today(), label: t('tab.today') }} aside={<UrgentPill job={job} />} />
      <Page>
        <div class="pad">
          <Title>{household?.name || t('today.nameless')}</Title>
          <p class="small soft">
            {[place, masked(household?.phone ?? null)].filter(Boolean).join(t('list.break'))}
          </p>
          {job.practice && <Notice>{t('practice.note')}</Notice>}
          {household && <Contact job={job} />}
        </div>
        <FixLine point={household?.point ?? null} job={job} />
        <a class="script" href={url.visit(job.ref, 'script')}>
          <Icon name="message-square-quote" />
          <span>
            <b>{t('script.title')}</b>
            <span class="small">{t('script.short')}</span>
          </span>
          <Icon name="chevron-right" small cls="chev" />
        </a>
        {handle ? <Work job={job} handle={handle} /> : household && <Before household={household} />}
      </Page>
      {handle ? <WorkFoot job={job} handle={handle} /> : <StartFoot job={job} />}
    </Screen>
  );
}

/** 138****1234: the whole number stands in the link only. */
export function masked(phone: string | null): string {
  return phone ? phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2') : '';
}

function Contact({ job }: { job: Job }) {
  const { household } = job;
  if (!household) return null;
  return (
    <div class="two contact">
      {household.phone ? (
        <Button kind="go" fit icon="phone" href={`tel:${household.phone}`}>
          {t('home.call')}
        </Button>
      ) : (
        <Button fit icon="phone" disabled>
          {t('home.no-phone')}
        </Button>
      )}
      <NavigateButton household={household} />
    </div>
  );
}

/** Before the visit has begun: what helps to find the house. What is registered beyond that waits for its question. */
function Before({ household }: { household: HouseholdRow }) {
  const facts = [
    { label: t('home.number'), words: household.number },
    { label: t('home.address'), words: household.address ?? '' },
    { label: t('home.members'), words: household.members.map((member) => member.name).join(t('list.comma')) },
  ].filter((fact) => fact.words !== '');
  return (
    <dl class="check-list facts">
      {facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.words}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One button begins; with whom stands above it and can be changed. */
function StartFoot({ job }: { job: Job }) {
  const room = useRoom();
  const crew = useCrew(room.phone, job);
  const asking = useSignal(false);
  const busy = useSignal(false);
  const start = (): void => {
    if (!crew.value.partner && !crew.value.alone_reason && !job.practice) {
      asking.value = true;
      return;
    }
    busy.value = true;
    begin(room, job, crew.value)
      .then((handle) => {
        const first = homeTopics(handle.definition)[0];
        const ref = job.assignment || job.practice ? job.ref : `v.${handle.visit_id}`;
        if (first) go(url.visit(ref, 'topic', first.key));
      })
      .catch((error: unknown) => showToast(failure(error)))
      .finally(() => {
        busy.value = false;
      });
  };
  return (
    <>
      <Foot saved={t('start.what')}>
        <div class="before">
          {!job.practice && (
            <div class="crew-line">
              <Icon name="users" small />
              <span>{crewWords(room.phone, crew.value)}</span>
              <button type="button" class="tap act push" onClick={() => (asking.value = true)}>
                {t('check.change')}
              </button>
            </div>
          )}
          <Button kind="fill" busy={busy.value} onClick={start}>
            {t('start.go')}
          </Button>
        </div>
      </Foot>
      <CrewSheet job={job} crew={crew} open={asking} onDone={start} />
    </>
  );
}

/** Tasks of the house, reading back and signing, and what is filled in after leaving. */
function Work({ job, handle }: { job: Job; handle: VisitHandle }) {
  const draft = handle.draft.value;
  const evaluation = handle.evaluation.value;
  const topics = homeTopics(handle.definition);
  const states = topics.map((topic) => topicState(topic, draft, evaluation));
  const ready = states.every((one) => one === 'done');
  const left = afterTopics(handle.definition);
  const tasks: Task[] = topics.map((topic, at) => ({
    key: topic.key,
    label: topic.method ? (
      <>
        {say(topic.title)} <span class="method">{t(`method.${topic.method}`)}</span>
      </>
    ) : (
      say(topic.title)
    ),
    status: looks[states[at] ?? 'todo'](),
    href: url.visit(job.ref, 'topic', topic.key),
  }));
  if (!isMet(draft.result)) {
    return (
      <div class="pad">
        <Notice
          title={t(`result.${draft.result ?? 'MET'}`)}
          action={
            <Button fit kind="go" href={url.visit(job.ref, 'unmet', draft.result ?? '')}>
              {t('unmet.open')}
            </Button>
          }
        >
          {t('unmet.chosen')}
        </Notice>
      </div>
    );
  }
  tasks.push(signTask(job, handle, ready, topics.length));
  if (left.length > 0) tasks.push(afterTask(job, handle));
  return (
    <>
      <div class="pad">
        <NotSaved handle={handle} />
      </div>
      <TaskList tasks={tasks} />
    </>
  );
}

/** Locked until the topics are done; an answer that was read back and changed asks for it again. */
function signTask(job: Job, handle: VisitHandle, ready: boolean, n: number): Task {
  const href = url.visit(job.ref, 'sign');
  const base = { key: 'sign', label: t('task.sign') };
  if (signedAll(handle)) return { ...base, status: looks.done(), href };
  if (isVoid(handle))
    return { ...base, status: { icon: 'pencil', word: t('task.again'), tone: 'warn' }, href };
  if (ready) return { ...base, status: looks.todo(), href };
  return {
    ...base,
    status: { icon: 'lock-keyhole', word: t('task.first', { n }), tone: 'quiet' },
    href: null,
  };
}

/** Its name says nothing of what is inside; its state is only whether it is done. */
function afterTask(job: Job, handle: VisitHandle): Task {
  const draft = handle.draft.value;
  const done = afterTopics(handle.definition).every(
    (topic) =>
      draft.topics_done.includes(topic.key) &&
      countGaps(gapsOf(shownAsks(topic, draft, handle.evaluation.value), draft, handle.evaluation.value)) ===
        0,
  );
  return {
    key: 'after',
    label: t('task.after'),
    status: done ? looks.done() : { icon: 'lock-keyhole', word: t('task.pin'), tone: 'quiet' },
    href: url.visit(job.ref, 'after'),
  };
}

function WorkFoot({ job, handle }: { job: Job; handle: VisitHandle }) {
  const draft = handle.draft.value;
  return (
    <Foot saved={savedWords(handle.saved.value, job.practice)}>
      <Pair>
        {isMet(draft.result) && (
          <Button cls="beside" href={url.visit(job.ref, 'unmet')}>
            {t('unmet.title')}
          </Button>
        )}
        <Button
          kind="fill"
          href={
            isMet(draft.result)
              ? url.visit(job.ref, 'check')
              : url.visit(job.ref, 'unmet', draft.result ?? '')
          }
        >
          {t('submit.go')}
        </Button>
      </Pair>
    </Foot>
  );
}
