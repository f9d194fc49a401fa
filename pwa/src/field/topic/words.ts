// An answer in the words of its form.

import { t } from '@/i18n/field';
import { day, money } from '@/i18n/format';
import type { AnswerValue, Item } from '@/protocol/checklist';
import { confirmable } from '@/protocol/evaluate';
import type { Definition, HouseholdRow } from '@/store/contract';
import { say } from '../model/form';

export function answerWords(item: Item, value: AnswerValue, household: HouseholdRow | null): string {
  const choices = new Map(item.choices?.map((choice) => [choice.value, say(choice.text)]));
  if (Array.isArray(value)) {
    const names = new Map(household?.members.map((member) => [member.id, member.name]));
    return value.map((one: string) => choices.get(one) ?? names.get(one) ?? one).join(t('list.comma'));
  }
  const single = value as string | number;
  const chosen = choices.get(String(single));
  if (chosen !== undefined && (typeof single === 'string' || item.kind === 'choice')) return chosen;
  if (item.kind === 'money' && typeof single === 'number') return money(single);
  if (item.kind === 'date' && typeof single === 'string')
    return single.length === 10 ? day(single, { year: !single.startsWith(thisYear()) }) : single;
  if (item.kind === 'number' && item.unit) return t('list.unit', { n: single, unit: say(item.unit) });
  return String(single);
}

const thisYear = (): string => String(new Date().getFullYear());

/** What the register says under a key, if 与登记一致 may put it down. */
export function known(
  definition: Definition,
  household: HouseholdRow | null,
  key: string,
): AnswerValue | null {
  return household
    ? confirmable(definition, household as unknown as Readonly<Record<string, unknown>>, key)
    : null;
}

export function same(a: AnswerValue | undefined, b: AnswerValue | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
