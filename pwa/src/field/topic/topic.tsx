// P4: one topic a screen. What the register knows is confirmed with one tap; the rest is asked; a branch opens where it belongs.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { holdBusy } from '@/app/busy';
import { t as c } from '@/i18n/common';
import { t } from '@/i18n/field';
import type { Topic as TopicData } from '@/protocol/checklist';
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
  Sheet,
  Title,
  Tools,
} from '@/ui';
import { type Ask, countGaps, gapsOf, homeTopics, labelOf, nextTopic, say, shownAsks } from '../model/form';
import { go, url } from '../nav';
import { useRoom } from '../room';
import { backTo } from '../visit/back';
import type { Job } from '../visit/job';
import { UrgentPill } from '../visit/pill';
import { keep, NotSaved, savedWords } from '../visit/saved';
import { Answer, LateText } from './answer';
import { EachMember } from './each';
import { PhotoSlots } from './photos';
import { type Line, lineState, linesOf, RegisterLines } from './register';

/** Holds the lock and the update off while something is being filled in. */
export function useForm(reason: 'form' | 'signature' = 'form'): void {
  const { phone } = useRoom();
  useEffect(() => {
    const release = phone.vault.holdUnlocked(reason);
    const free = holdBusy('form');
    return () => {
      release();
      free();
    };
  }, [phone, reason]);
}

export function whatIsWrong(asks: readonly Ask[], handle: VisitHandle): FieldError[] {
  const gaps = gapsOf(asks, handle.draft.value, handle.evaluation.value);
  const name = (ask: Ask): string =>
    ask.member ? t('ask.of', { name: ask.member.name, question: labelOf(ask.item) }) : labelOf(ask.item);
  return [
    ...gaps.shots.map((ask) => ({ id: `q-${ask.key}`, text: t('wrong.photo', { label: name(ask) }) })),
    ...gaps.missing.map((ask) => ({ id: `q-${ask.key}`, text: t('wrong.missing', { label: name(ask) }) })),
    ...gaps.wrong.map(({ ask, text }) => ({
      id: `q-${ask.key}`,
      text: text ? say(text) : t('wrong.value', { label: name(ask) }),
    })),
  ];
}

export function Topic({ job, handle, topic }: { job: Job; handle: VisitHandle; topic: TopicData }) {
  useForm();
  const draft = handle.draft.value;
  const evaluation = handle.evaluation.value;
  const asks = shownAsks(topic, draft, evaluation);
  const complained = useSignal(false);
  const noting = useSignal(false);
  const topics = homeTopics(handle.definition);
  const at = topics.indexOf(topic);
  const errors = complained.value ? whatIsWrong(asks, handle) : [];
  const extra = draft.photos.filter((photo) => photo.item === topic.key).length;

  const onward = (): void => {
    const open = countGaps(gapsOf(asks, draft, evaluation));
    if (open > 0 && !complained.value) {
      complained.value = true;
      return;
    }
    keep(
      handle.patch({ topics_done: [...new Set([...draft.topics_done, topic.key])] }).then(() => {
        const next = nextTopic(handle.definition, handle.draft.value, handle.evaluation.value, topic.key);
        const skip = open > 0 && next ? topics.slice(at + 1).find((one) => one === next) : next;
        go(
          skip
            ? url.visit(job.ref, 'topic', skip.key)
            : next
              ? url.visit(job.ref)
              : url.visit(job.ref, 'sign'),
        );
      }),
    );
  };
  return (
    <Screen>
      <Bar back={backTo(job.ref, job.household)} aside={<UrgentPill job={job} />}>
        <span class="unseen">{t('topic.place', { n: at + 1, total: topics.length })}</span>
      </Bar>
      <Page pad>
        <div class="stack topic">
          <div>
            <p class="small soft topic-no" aria-hidden="true">
              {t('topic.place', { n: at + 1, total: topics.length })}
              {topic.method && <span class="method">{t(`method.${topic.method}`)}</span>}
            </p>
            <Title>{say(topic.title)}</Title>
            {topic.hint && <p class="lead">{say(topic.hint)}</p>}
          </div>
          <NotSaved handle={handle} />
          <ErrorSummary errors={errors} />
          {topic.place === 'apart' && <Apart asks={asks} handle={handle} />}
          {asks.length === 0 && <p>{t('topic.nothing')}</p>}
          <Questions job={job} topic={topic} asks={asks} handle={handle} errors={errors} />
        </div>
      </Page>
      <Foot tight saved={savedWords(handle.saved.value, job.practice)}>
        <Tools>
          <Button icon="camera" href={url.visit(job.ref, 'camera', `extra.${topic.key}`)}>
            {extra > 0 ? t('topic.more-photos', { n: extra }) : t('topic.photo')}
          </Button>
          <Button icon="square-pen" onClick={() => (noting.value = true)}>
            {t(draft.notes[topic.key] ? 'topic.noted' : 'topic.note')}
          </Button>
        </Tools>
        <Button kind="fill" onClick={onward}>
          {complained.value && errors.length > 0 ? t('topic.later') : c('ui.continue')}
        </Button>
      </Foot>
      <Sheet
        open={noting.value}
        title={t('topic.note')}
        onClose={() => (noting.value = false)}
        foot={
          <Button kind="fill" onClick={() => (noting.value = false)}>
            {t('topic.note-done')}
          </Button>
        }
      >
        <LateText
          label={t('topic.note-label', { topic: say(topic.title) })}
          long
          maxLength={500}
          value={draft.notes[topic.key] ?? ''}
          onChange={(text) =>
            keep(handle.patch({ notes: withNote(handle.draft.value.notes, topic.key, text) }))
          }
        />
      </Sheet>
    </Screen>
  );
}

export function withNote(
  notes: Readonly<Record<string, string>>,
  key: string,
  text: string,
): Record<string, string> {
  const next = { ...notes };
  if (text.trim() === '') delete next[key];
  else next[key] = text;
  return next;
}

/** 单独询问: who must not hear it, and the honest answer when somebody does. */
function Apart({ asks, handle }: { asks: readonly Ask[]; handle: VisitHandle }) {
  const able = asks.filter((ask) => ask.item.choices?.some((choice) => choice.value === 'not_asked'));
  const all = able.length > 0 && able.every((ask) => handle.draft.value.answers[ask.key] === 'not_asked');
  const mark = (): void =>
    keep(handle.setAnswers(Object.fromEntries(able.map((ask) => [ask.key, all ? undefined : 'not_asked']))));
  return (
    <Notice title={t('apart.title')}>
      {t('apart.what')}
      <Button fit pressed={all} icon="users" onClick={mark}>
        {t('apart.not-asked')}
      </Button>
    </Notice>
  );
}

/** Register first, then the photos and questions that stay, in the order of the form. */
export function Questions(props: {
  job: Job;
  topic: TopicData;
  asks: readonly Ask[];
  handle: VisitHandle;
  errors: readonly FieldError[];
}) {
  const { job, topic, asks, handle, errors } = props;
  const draft = handle.draft.value;
  const opened = useSignal<ReadonlySet<string>>(new Set());
  const lines = linesOf(asks, handle, draft);
  const closed = new Set(
    lines
      .filter((line) => lineState(line, draft, opened.value) !== 'different')
      .flatMap((line: Line) => line.asks.map(({ ask }) => ask.key)),
  );
  const rest = asks.filter((ask) => !closed.has(ask.key));
  const photos = rest.filter((ask) => ask.item.kind === 'photo');
  const wrong = new Map(errors.map((error) => [error.id.slice(2), error.text]));
  const inRegister = new Set(lines.flatMap((line) => line.asks.map(({ ask }) => ask.key)));
  return (
    <>
      {lines.length > 0 && (
        <RegisterLines
          lines={lines}
          handle={handle}
          draft={draft}
          opened={opened.value}
          setOpened={(next) => (opened.value = next)}
        />
      )}
      {topic.repeat
        ? repeated(rest, inRegister).map((part) =>
            part.each ? (
              <EachMember key={part.key} asks={part.asks} handle={handle} draft={draft} wrong={wrong} />
            ) : (
              part.asks.map((ask) => <OneAnswer key={ask.key} ask={ask} handle={handle} wrong={wrong} />)
            ),
          )
        : groupsOf(rest).map((part) =>
            part[0]?.item.kind === 'photo' ? (
              <PhotoSlots key={part[0].key} asks={part} handle={handle} draft={draft} from={job.ref} />
            ) : (
              part.map((ask) => <OneAnswer key={ask.key} ask={ask} handle={handle} wrong={wrong} />)
            ),
          )}
      {topic.repeat && photos.length > 0 && (
        <PhotoSlots asks={photos} handle={handle} draft={draft} from={job.ref} />
      )}
    </>
  );
}

/** Photos that follow each other share one list. */
function groupsOf(asks: readonly Ask[]): readonly (readonly Ask[])[] {
  const groups: Ask[][] = [];
  for (const ask of asks) {
    const last = groups.at(-1);
    if (ask.item.kind === 'photo' && last?.[0]?.item.kind === 'photo') last.push(ask);
    else groups.push([ask]);
  }
  return groups;
}

interface Part {
  readonly key: string;
  readonly each: boolean;
  readonly asks: readonly Ask[];
}

/** In a repeated topic: what differs from the register person by person, then each question for everybody. */
function repeated(asks: readonly Ask[], inRegister: ReadonlySet<string>): readonly Part[] {
  const parts: Part[] = [];
  const open = asks.filter(
    (ask) => inRegister.has(ask.key) || (ask.item.kind !== 'choice' && ask.item.kind !== 'photo'),
  );
  const items = new Map<string, Ask[]>();
  for (const ask of asks) {
    if (open.includes(ask) || ask.item.kind === 'photo') continue;
    items.set(ask.item.key, [...(items.get(ask.item.key) ?? []), ask]);
  }
  const members = new Map<string, Ask[]>();
  for (const ask of open)
    members.set(ask.member?.id ?? '', [...(members.get(ask.member?.id ?? '') ?? []), ask]);
  for (const [key, list] of members) parts.push({ key, each: false, asks: list });
  for (const [key, list] of items) parts.push({ key, each: true, asks: list });
  return parts;
}

function OneAnswer({
  ask,
  handle,
  wrong,
}: {
  ask: Ask;
  handle: VisitHandle;
  wrong: ReadonlyMap<string, string>;
}) {
  const draft = handle.draft.value;
  if (ask.item.kind === 'photo') return null;
  return (
    <div class="one-answer">
      <Answer
        ask={ask}
        id={`q-${ask.key}`}
        value={draft.answers[ask.key]}
        household={draft.household}
        error={wrong.get(ask.key)}
        optional={ask.item.required_if === undefined}
        onChange={(value) => keep(handle.setAnswer(ask.key, value))}
      />
    </div>
  );
}
