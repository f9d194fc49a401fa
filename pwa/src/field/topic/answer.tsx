// One control a kind of question. The screens know kinds, never questions.
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '@/i18n/field';
import type { AnswerValue, ItemKind } from '@/protocol/checklist';
import type { HouseholdRow } from '@/store/contract';
import { Button, Checks, DateField, MoneyField, NumberField, Radios, TextField } from '@/ui';
import { type Ask, choiceOf, say } from '../model/form';

export interface AnswerProps {
  ask: Ask;
  id: string;
  value: AnswerValue | undefined;
  onChange: (value: AnswerValue | undefined) => void;
  household: HouseholdRow | null;
  error: string | undefined;
  optional: boolean;
}

type Control = (props: AnswerProps) => JSX.Element | null;

function common({ ask, id, error, optional }: AnswerProps) {
  const words = { error, optional, id };
  return ask.item.hint ? { ...words, hint: say(ask.item.hint) } : words;
}

function legendOf({ ask }: AnswerProps): string {
  return ask.member
    ? t('ask.of', { name: ask.member.name, question: say(ask.item.text) })
    : say(ask.item.text);
}

function optionsOf({ ask }: AnswerProps) {
  return (ask.item.choices ?? []).map((choice) => ({
    value: choice.value,
    label: say(choice.text),
    exclusive: choice.exclusive,
  }));
}

function ChoiceAnswer(props: AnswerProps) {
  return (
    <Radios
      {...common(props)}
      legend={legendOf(props)}
      options={optionsOf(props)}
      value={(props.value as string | undefined) ?? null}
      onChange={props.onChange}
    />
  );
}

function ChoicesAnswer(props: AnswerProps) {
  const value = Array.isArray(props.value) ? (props.value as string[]) : [];
  return (
    <Checks
      {...common(props)}
      legend={legendOf(props)}
      options={optionsOf(props)}
      value={value}
      onChange={(next) => props.onChange(next.length > 0 ? next : undefined)}
    />
  );
}

/** A choice that stands instead of a value: 说不清, 不让看. */
function Instead(props: AnswerProps) {
  const options = optionsOf(props);
  if (options.length === 0) return null;
  return (
    <div class="instead">
      {options.map((option) => (
        <Button
          key={option.value}
          fit
          pressed={props.value === option.value}
          onClick={() => props.onChange(props.value === option.value ? undefined : option.value)}
        >
          {option.label}
        </Button>
      ))}
    </div>
  );
}

function NumberAnswer(props: AnswerProps) {
  const { item } = props.ask;
  return (
    <>
      <NumberField
        {...common(props)}
        label={legendOf(props)}
        value={typeof props.value === 'number' ? props.value : null}
        onChange={(value) => props.onChange(value ?? undefined)}
        min={item.min}
        max={item.max}
        unit={item.unit && say(item.unit)}
      />
      <Instead {...props} />
    </>
  );
}

function MoneyAnswer(props: AnswerProps) {
  return (
    <>
      <MoneyField
        {...common(props)}
        label={legendOf(props)}
        fen={typeof props.value === 'number' ? props.value : null}
        onChange={(fen) => props.onChange(fen ?? undefined)}
      />
      <Instead {...props} />
    </>
  );
}

function DateAnswer(props: AnswerProps) {
  const plain = typeof props.value === 'string' && !choiceOf(props.ask.item, props.value);
  return (
    <>
      <DateField
        {...common(props)}
        label={legendOf(props)}
        value={plain ? (props.value as string) : null}
        onChange={(value) => props.onChange(value ?? undefined)}
      />
      <Instead {...props} />
    </>
  );
}

/** Text is put down a moment after the last key, and at once when the field or the page is left. */
export function LateText(
  props: { value: string; onChange: (text: string) => void } & Omit<
    Parameters<typeof TextField>[0],
    'value' | 'onInput'
  >,
) {
  const [text, setText] = useState(props.value);
  const latest = useRef({ text, sent: props.value, onChange: props.onChange });
  latest.current = { ...latest.current, text, onChange: props.onChange };
  const flush = useRef(() => {
    const now = latest.current;
    if (now.text === now.sent) return;
    now.sent = now.text;
    now.onChange(now.text);
  });
  useEffect(() => {
    const timer = setTimeout(() => flush.current(), 400);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => {
    const leave = (): void => flush.current();
    document.addEventListener('visibilitychange', leave);
    addEventListener('pagehide', leave);
    document.addEventListener('focusout', leave);
    return () => {
      document.removeEventListener('visibilitychange', leave);
      removeEventListener('pagehide', leave);
      document.removeEventListener('focusout', leave);
      leave();
    };
  }, []);
  return <TextField {...props} value={text} onInput={setText} />;
}

function TextAnswer(props: AnswerProps) {
  const long = (props.ask.item.max ?? 200) > 60;
  return (
    <LateText
      {...common(props)}
      label={legendOf(props)}
      long={long}
      maxLength={props.ask.item.max ?? 2000}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={(text) => props.onChange(text.trim() === '' ? undefined : text)}
    />
  );
}

function PeopleAnswer(props: AnswerProps) {
  const own = useId();
  const [name, setName] = useState('');
  const given = Array.isArray(props.value) ? (props.value as string[]) : [];
  const members = props.household?.members ?? [];
  const options = [
    ...members.map((member) => ({ value: member.id, label: member.name })),
    ...given
      .filter((one) => !members.some((member) => member.id === one))
      .map((one) => ({ value: one, label: one })),
  ];
  const put = (): void => {
    const clean = name.trim().normalize('NFC').slice(0, 60);
    if (clean && !given.includes(clean)) props.onChange([...given, clean]);
    setName('');
  };
  return (
    <>
      <Checks
        {...common(props)}
        legend={legendOf(props)}
        options={options}
        value={given}
        onChange={(next) => props.onChange(next.length > 0 ? next : undefined)}
      />
      <div class="add-person">
        <TextField
          label={t('people.other')}
          value={name}
          onInput={setName}
          maxLength={60}
          id={`${own}-name`}
        />
        <Button kind="go" icon="plus" disabled={name.trim() === ''} onClick={put}>
          {t('people.add')}
        </Button>
      </div>
      <Instead {...props} />
    </>
  );
}

const controls: Record<Exclude<ItemKind, 'photo'>, Control> = {
  choice: ChoiceAnswer,
  choices: ChoicesAnswer,
  number: NumberAnswer,
  money: MoneyAnswer,
  text: TextAnswer,
  date: DateAnswer,
  people: PeopleAnswer,
};

export function Answer(props: AnswerProps) {
  if (props.ask.item.kind === 'photo') return null;
  const Control = controls[props.ask.item.kind];
  return <Control {...props} />;
}
