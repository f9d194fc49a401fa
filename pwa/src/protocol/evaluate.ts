/** What a set of answers amounts to. Twin of `sync/checklist/evaluate.py`; same vectors. */
import type { Choice, Definition, Evaluation, Fault, Item, Problem, Roster, Topic } from './checklist';
import { type Facts, holds, isEmpty } from './expressions';

type Given = Readonly<Record<string, unknown>>;
export type Member = Readonly<Record<string, unknown>> & { readonly id: string };

/** One item as it is asked: of the household, or of one member. */
export interface Spot {
  readonly topic: Topic;
  readonly item: Item;
  readonly member: Member | null;
  /** The key of its answer. */
  readonly key: string;
  /** The key under which its photos are counted. */
  readonly shot: string;
}

const MAX_TEXT = 2000;
const MAX_NAME = 60;
const MAX_PEOPLE = 20;

const keyed = (name: string, member: Member | null): string =>
  member === null ? name : `${name}@${member.id}`;

export function membersOf(roster: Roster): readonly Member[] {
  const members = roster['members'];
  if (!Array.isArray(members)) return [];
  return members.filter((member): member is Member => typeof (member as Member | null)?.id === 'string');
}

function walk(value: unknown, names: readonly string[]): unknown {
  let at = value;
  for (const name of names) {
    if (at === null || typeof at !== 'object' || Array.isArray(at)) return null;
    at = (at as Record<string, unknown>)[name];
  }
  return at ?? null;
}

function* spots(definition: Definition, members: readonly Member[]): Generator<Spot> {
  for (const topic of definition.topics) {
    for (const member of topic.repeat === 'members' ? members : [null]) {
      for (const item of topic.items) {
        const shot = item.photos === undefined ? '' : keyed(item.photos.shot, member);
        yield { topic, item, member, key: keyed(item.key, member), shot };
      }
    }
  }
}

/** Answers seen through a definition: the one place that knows members, hidden items and paths. */
export class Sheet {
  readonly members: readonly Member[];
  readonly spots: readonly Spot[];
  private readonly repeated = new Set<string>();
  private readonly visible = new Set<string>();

  constructor(
    definition: Definition,
    private readonly roster: Roster,
    private readonly answers: Given,
  ) {
    for (const topic of definition.topics) {
      if (topic.repeat === 'members') for (const item of topic.items) this.repeated.add(item.key);
    }
    this.members = membersOf(roster);
    const seen: Spot[] = [];
    for (const spot of spots(definition, this.members)) {
      if (spot.item.visible_if !== undefined && !holds(spot.item.visible_if, this.at(spot))) continue;
      this.visible.add(spot.key);
      seen.push(spot);
    }
    this.spots = seen;
  }

  /** The facts as the expressions of a spot see them. */
  at(spot: Spot): Facts {
    return {
      answer: (key) => this.answer(key, spot.member),
      roster: (path) => this.lookUp(path, spot.member),
    };
  }

  /** The visible, not empty answer under a full key, or null. */
  given(key: string): unknown {
    const value = this.visible.has(key) ? this.answers[key] : null;
    return isEmpty(value) ? null : value;
  }

  private answer(key: string, member: Member | null): unknown {
    if (!this.repeated.has(key)) return this.given(key);
    if (member !== null) return this.given(keyed(key, member));
    return this.members.map((each) => this.given(keyed(key, each))).filter((value) => value !== null);
  }

  lookUp(path: string, member: Member | null): unknown {
    const names = path.split('.');
    if (names[0] !== 'members[]') return walk(this.roster, names);
    if (member !== null) return walk(member, names.slice(1));
    return this.members.map((each) => walk(each, names.slice(1))).filter((value) => value !== null);
  }
}

export const choiceOf = (item: Item, value: unknown): Choice | undefined =>
  item.choices?.find((choice) => choice.value === value);

/** The choices that a valid answer holds, in the order of the file. */
export function chosen(item: Item, answer: unknown): readonly Choice[] {
  const values: unknown[] = Array.isArray(answer) ? answer : [answer];
  return (item.choices ?? []).filter((choice) => values.includes(choice.value));
}

const faultOfText = (answer: unknown): Fault | null =>
  typeof answer === 'string' && answer.length <= MAX_TEXT ? null : 'kind';

const distinct = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

function faultOfChoices(item: Item, answer: unknown): Fault | null {
  if (!Array.isArray(answer) || !answer.every((value) => typeof value === 'string') || !distinct(answer))
    return 'kind';
  if (answer.some((value) => choiceOf(item, value) === undefined)) return 'choice';
  return answer.length > 1 && chosen(item, answer).some((choice) => choice.exclusive === true)
    ? 'exclusive'
    : null;
}

function faultOfPeople(answer: readonly unknown[]): Fault | null {
  const named = answer.every((name) => typeof name === 'string' && !isEmpty(name) && name.length <= MAX_NAME);
  return named && answer.length <= MAX_PEOPLE && distinct(answer) ? null : 'kind';
}

const DAY = /^((?:19|20)[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?$/;

export function isDate(value: unknown): boolean {
  const found = typeof value === 'string' ? DAY.exec(value) : null;
  if (found === null) return false;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 1)];
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
}

function faultOfNumber(item: Item, answer: number): Fault | null {
  const inside =
    (item.min === undefined || answer >= item.min) && (item.max === undefined || answer <= item.max);
  return inside ? null : 'range';
}

/** Why `answer` is no valid answer of `item`, or null. */
export function faultOf(item: Item, answer: unknown): Fault | null {
  if (item.kind === 'choices') return faultOfChoices(item, answer);
  if (item.kind === 'text') return faultOfText(answer);
  if (item.kind === 'people' && Array.isArray(answer)) return faultOfPeople(answer);
  if ((item.kind === 'number' || item.kind === 'money') && Number.isSafeInteger(answer)) {
    return faultOfNumber(item, answer as number);
  }
  if (item.kind === 'date' && isDate(answer)) return null;
  if (typeof answer !== 'string' || (item.choices ?? []).length === 0) return 'kind';
  return choiceOf(item, answer) === undefined ? 'choice' : null;
}

interface Verdict {
  visible: string[];
  required_missing: string[];
  problems: Problem[];
  raised: string[];
  raised_by: Record<string, string[]>;
  photos_missing: string[];
}

function owed(spot: Spot, sheet: Sheet, photos: Readonly<Record<string, number>>, verdict: Verdict): void {
  const { item, key, shot } = spot;
  if (item.required_if === undefined || !holds(item.required_if, sheet.at(spot))) return;
  if (item.kind !== 'photo') verdict.required_missing.push(key);
  else if ((photos[shot] ?? 0) < (item.photos?.min ?? 1)) verdict.photos_missing.push(shot);
}

function judge(spot: Spot, answer: unknown, sheet: Sheet, verdict: Verdict): void {
  const { item, key } = spot;
  const code = faultOf(item, answer);
  if (code !== null) {
    verdict.problems.push({ key, code, text: null });
    return;
  }
  // 说不清 and its like stand instead of a figure: no constraint holds them.
  const instead = item.kind !== 'choice' && item.kind !== 'choices' && choiceOf(item, answer) !== undefined;
  if (item.constraint !== undefined && !instead && !holds(item.constraint, sheet.at(spot))) {
    verdict.problems.push({ key, code: 'constraint', text: item.constraint_text ?? null });
  }
  for (const finding of new Set(chosen(item, answer).flatMap((choice) => choice.raises ?? []))) {
    if (verdict.raised_by[finding] === undefined) verdict.raised.push(finding);
    verdict.raised_by[finding] = [...(verdict.raised_by[finding] ?? []), key];
  }
}

/** `photos` counts the shots taken, by `shot` or `shot@member_id`. Never throws. */
export function evaluate(
  definition: Definition,
  roster: Roster,
  answers: Given,
  photos: Readonly<Record<string, number>> = {},
): Evaluation {
  const sheet = new Sheet(definition, roster, answers);
  const verdict: Verdict = {
    visible: sheet.spots.map((spot) => spot.key),
    required_missing: [],
    problems: [],
    raised: [],
    raised_by: {},
    photos_missing: [],
  };
  for (const spot of sheet.spots) {
    const answer = sheet.given(spot.key);
    if (answer === null) owed(spot, sheet, photos, verdict);
    else judge(spot, answer, sheet, verdict);
  }
  const known = new Set([...spots(definition, sheet.members)].map((spot) => spot.key));
  for (const key of Object.keys(answers).sort()) {
    if (!known.has(key)) verdict.problems.push({ key, code: 'unknown_key', text: null });
  }
  return verdict;
}

/** What 与登记一致 would put down under `key`, or null where there is nothing to confirm. */
export function confirmable(
  definition: Definition,
  roster: Roster,
  key: string,
): string | number | readonly string[] | null {
  const sheet = new Sheet(definition, roster, {});
  for (const { item, member, key: at } of spots(definition, sheet.members)) {
    if (at !== key || item.roster === undefined) continue;
    const found = sheet.lookUp(item.roster, member);
    const value = typeof found === 'boolean' ? (found ? 'yes' : 'no') : found;
    return isEmpty(value) || faultOf(item, value) !== null ? null : (value as string | number | string[]);
  }
  return null;
}

/** The visible answers by where the definition stores them. */
export function splitAnswers(
  definition: Definition,
  roster: Roster,
  answers: Given,
): { core: Record<string, unknown>; part: Record<string, unknown> } {
  const sheet = new Sheet(definition, roster, answers);
  const stored = { core: {} as Record<string, unknown>, part: {} as Record<string, unknown> };
  for (const { item, key } of sheet.spots) {
    const answer = sheet.given(key);
    if (answer !== null) stored[item.store][key] = answer;
  }
  return stored;
}
