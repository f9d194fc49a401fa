// A checklist as the screens need it: which questions of a topic stand before the inspector now, and how far each topic is.

import { locale } from '@/i18n/text';
import type { AnswerValue, Choice, Definition, Item, Topic, Words } from '@/protocol/checklist';
import type { Draft, DraftPhoto, Evaluation, HouseholdRow, Member } from '@/store/contract';

/** One question as it is asked: an item, for one member where the topic repeats. */
export interface Ask {
  readonly key: string;
  readonly item: Item;
  readonly member: Member | null;
}

export type TopicState = 'todo' | 'doing' | 'done';

export function say(words: Words): string {
  return words[locale.value];
}

export function labelOf(item: Item): string {
  return say(item.short ?? item.text);
}

export function asksOf(topic: Topic, household: HouseholdRow | null): readonly Ask[] {
  if (!topic.repeat) return topic.items.map((item) => ({ key: item.key, item, member: null }));
  return (household?.members ?? []).flatMap((member) =>
    topic.items.map((item) => ({ key: `${item.key}@${member.id}`, item, member })),
  );
}

export function shownAsks(topic: Topic, draft: Draft, evaluation: Evaluation): readonly Ask[] {
  const visible = new Set(evaluation.visible);
  return asksOf(topic, draft.household).filter((ask) => visible.has(ask.key));
}

/** `door`, or `door@<member>` where the topic repeats. */
export function shotOf(ask: Ask): string | null {
  const shot = ask.item.photos?.shot;
  if (!shot) return null;
  return ask.member ? `${shot}@${ask.member.id}` : shot;
}

export interface Gaps {
  readonly missing: readonly Ask[];
  readonly wrong: readonly { readonly ask: Ask; readonly text: Words | null }[];
  readonly shots: readonly Ask[];
}

/** What is not in order yet among these questions. */
export function gapsOf(asks: readonly Ask[], draft: Draft, evaluation: Evaluation): Gaps {
  const missing = new Set(evaluation.required_missing);
  const shots = new Set(evaluation.photos_missing);
  const problems = new Map(evaluation.problems.map((problem) => [problem.key, problem.text as Words | null]));
  return {
    missing: asks.filter((ask) => missing.has(ask.key)),
    wrong: asks.flatMap((ask) =>
      problems.has(ask.key) ? [{ ask, text: problems.get(ask.key) ?? null }] : [],
    ),
    shots: asks.filter((ask) => {
      const shot = shotOf(ask);
      return shot !== null && shots.has(shot) && draft.shots_skipped[shot] === undefined;
    }),
  };
}

export function countGaps(gaps: Gaps): number {
  return gaps.missing.length + gaps.wrong.length + gaps.shots.length;
}

export function topicState(topic: Topic, draft: Draft, evaluation: Evaluation): TopicState {
  const asks = shownAsks(topic, draft, evaluation);
  const clean = countGaps(gapsOf(asks, draft, evaluation)) === 0;
  if (draft.topics_done.includes(topic.key) && clean) return 'done';
  const begun =
    draft.topics_done.includes(topic.key) ||
    asks.some((ask) => draft.answers[ask.key] !== undefined || photosOf(ask, draft).length > 0);
  return begun ? 'doing' : 'todo';
}

/** The shot that a photo was taken for, as the form counts it. */
function shotOfPhoto(photo: DraftPhoto): string {
  const member = photo.item?.split('@')[1];
  return member === undefined ? photo.shot : `${photo.shot}@${member}`;
}

export function photosOf(ask: Ask, draft: Draft): readonly DraftPhoto[] {
  const shot = shotOf(ask);
  return shot === null ? [] : draft.photos.filter((photo) => shotOfPhoto(photo) === shot);
}

/** The topics of the visit in the house; the one for after leaving is apart. */
export function homeTopics(definition: Definition): readonly Topic[] {
  return definition.topics.filter((topic) => topic.place !== 'after');
}

export function afterTopics(definition: Definition): readonly Topic[] {
  return definition.topics.filter((topic) => topic.place === 'after');
}

/** The one to open next: the first that is not done, after this one if there is one, else from the start. */
export function nextTopic(
  definition: Definition,
  draft: Draft,
  evaluation: Evaluation,
  from: string | null,
): Topic | null {
  const topics = homeTopics(definition);
  const at = topics.findIndex((topic) => topic.key === from);
  const order = [...topics.slice(at + 1), ...topics.slice(0, at + 1)];
  return order.find((topic) => topic.key !== from && topicState(topic, draft, evaluation) !== 'done') ?? null;
}

/** All photos that the visit asks for now, in the order of the form. */
export function shotList(definition: Definition, draft: Draft, evaluation: Evaluation): readonly Ask[] {
  return definition.topics.flatMap((topic) =>
    shownAsks(topic, draft, evaluation).filter((ask) => ask.item.kind === 'photo'),
  );
}

export function choiceOf(item: Item, value: AnswerValue | undefined): Choice | null {
  return item.choices?.find((choice) => choice.value === value) ?? null;
}
