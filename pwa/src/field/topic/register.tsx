// Roster first: what the register knows stands filled in. One row a value, or one row a person where the topic repeats.

import { t } from '@/i18n/field';
import type { AnswerValue } from '@/protocol/checklist';
import type { Draft, VisitHandle } from '@/store/contract';
import { Register, type RegisterRow } from '@/ui';
import { type Ask, labelOf } from '../model/form';
import { keep } from '../visit/saved';
import { answerWords, known, same } from './words';

export interface Line {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly asks: readonly { readonly ask: Ask; readonly known: AnswerValue }[];
}

/** The lines of a topic's register, and the questions that stay to be asked. */
export function linesOf(asks: readonly Ask[], handle: VisitHandle, draft: Draft): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const ask of asks) {
    const value = known(handle.definition, draft.household, ask.key);
    if (value === null) continue;
    const key = ask.member?.id ?? ask.key;
    const words = answerWords(ask.item, value, draft.household);
    const line = lines.get(key);
    if (line)
      lines.set(key, {
        ...line,
        value: `${line.value}${t('list.comma')}${words}`,
        asks: [...line.asks, { ask, known: value }],
      });
    else
      lines.set(key, {
        key,
        label: ask.member?.name ?? labelOf(ask.item),
        value: words,
        asks: [{ ask, known: value }],
      });
  }
  return [...lines.values()];
}

export function lineState(line: Line, draft: Draft, opened: ReadonlySet<string>): RegisterRow['state'] {
  if (opened.has(line.key)) return 'different';
  const given = line.asks.map(({ ask, known: value }) =>
    draft.answers[ask.key] === undefined
      ? 'open'
      : same(draft.answers[ask.key], value)
        ? 'same'
        : 'different',
  );
  if (given.includes('different')) return 'different';
  return given.includes('open') ? 'open' : 'same';
}

export function RegisterLines(props: {
  lines: readonly Line[];
  handle: VisitHandle;
  draft: Draft;
  opened: ReadonlySet<string>;
  setOpened: (next: ReadonlySet<string>) => void;
}) {
  const { lines, handle, draft, opened, setOpened } = props;
  const rows = lines.map((line) => ({
    key: line.key,
    label: line.label,
    value: line.value,
    state: lineState(line, draft, opened),
  }));
  const toggle = (key: string, different: boolean): void => {
    const line = lines.find((one) => one.key === key);
    if (!line) return;
    const next = new Set(opened);
    if (different) next.add(key);
    else next.delete(key);
    setOpened(next);
    // A single value is asked anew; of several, what is right stays and only the wrong one is changed.
    const single = line.asks.length === 1;
    const value = (one: AnswerValue): AnswerValue | undefined => (different && single ? undefined : one);
    keep(
      handle.setAnswers(Object.fromEntries(line.asks.map(({ ask, known: one }) => [ask.key, value(one)]))),
    );
  };
  const confirm = (): void => {
    const rest = lines.filter((line) => lineState(line, draft, opened) !== 'different');
    keep(
      handle.setAnswers(
        Object.fromEntries(rest.flatMap((line) => line.asks.map(({ ask, known: one }) => [ask.key, one]))),
      ),
    );
  };
  return (
    <div>
      <Register rows={rows} onToggle={toggle} onConfirm={confirm} />
    </div>
  );
}
