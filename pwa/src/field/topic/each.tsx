// The same question about several people: short answers stand beside each other, and one tap says it for everybody.
import { useId } from 'preact/hooks';
import { t } from '@/i18n/field';
import type { Draft, VisitHandle } from '@/store/contract';
import { Button, Wrong } from '@/ui';
import { type Ask, say } from '../model/form';
import { keep } from '../visit/saved';

export function EachMember({
  asks,
  handle,
  draft,
  wrong,
}: {
  asks: readonly Ask[];
  handle: VisitHandle;
  draft: Draft;
  wrong: ReadonlyMap<string, string>;
}) {
  const first = asks[0]?.item.choices?.[0];
  const item = asks[0]?.item;
  if (!item || !first) return null;
  const all = asks.every((ask) => draft.answers[ask.key] === first.value);
  const everybody = (): void =>
    keep(handle.setAnswers(Object.fromEntries(asks.map((ask) => [ask.key, first.value]))));
  return (
    <section class="each">
      <h2>{say(item.text)}</h2>
      {item.hint && <p class="small soft">{say(item.hint)}</p>}
      {asks.length > 1 && (
        <Button cls="same" icon="check" kind={all ? 'line' : 'go'} pressed={all} onClick={everybody}>
          {t('each.all', { n: asks.length, answer: say(first.text) })}
        </Button>
      )}
      {asks.map((ask) => (
        <Pills
          key={ask.key}
          ask={ask}
          value={(draft.answers[ask.key] as string | undefined) ?? null}
          error={wrong.get(ask.key)}
          onChange={(value) => keep(handle.setAnswer(ask.key, value))}
        />
      ))}
    </section>
  );
}

function Pills({
  ask,
  value,
  error,
  onChange,
}: {
  ask: Ask;
  value: string | null;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const name = useId();
  return (
    <fieldset
      class="pills"
      id={`q-${ask.key}`}
      tabIndex={-1}
      data-quiet-focus
      data-wrong={error ? '' : undefined}
      aria-describedby={error ? `${name}-wrong` : undefined}
    >
      <legend>{ask.member?.name ?? say(ask.item.text)}</legend>
      <Wrong id={`${name}-wrong`} text={error} />
      <div>
        {ask.item.choices?.map((choice) => (
          <label class="pill" key={choice.value} data-on={choice.value === value ? '' : undefined}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span>{say(choice.text)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
