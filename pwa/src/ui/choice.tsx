import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { t } from '@/i18n/common';
import { Icon } from './icon';

export interface Option<V extends string = string> {
  value: V;
  label: string;
  hint?: string | undefined;
  count?: number | undefined;
  /** Checks only: choosing it takes the others away (都没有, 说不清). */
  exclusive?: boolean | undefined;
}

/** Filters above a list; one is on. */
export function Chips<V extends string>(props: {
  label: string;
  options: readonly Option<V>[];
  value: V;
  onChange: (value: V) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce form controls; these filter a list
    <div class="chips" role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          type="button"
          class="chip"
          key={option.value}
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          <span>
            {option.label}
            {option.count !== undefined && <b>{option.count}</b>}
          </span>
        </button>
      ))}
    </div>
  );
}

export function Search(props: {
  value: string;
  onInput: (value: string) => void;
  label: string;
  placeholder?: string;
}) {
  const box = useRef<HTMLInputElement>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> came in 2023; the phones are older
    <form class="search" role="search" aria-label={props.label} onSubmit={(event) => event.preventDefault()}>
      <Icon name="search" small />
      <input
        ref={box}
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        aria-label={props.label}
        placeholder={props.placeholder ?? props.label}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      {props.value !== '' && (
        <button
          type="button"
          class="tap"
          aria-label={t('ui.clear')}
          onClick={() => {
            props.onInput('');
            box.current?.focus();
          }}
        >
          <Icon name="x" small />
        </button>
      )}
    </form>
  );
}

interface GroupProps {
  legend: ComponentChildren;
  /** The heading of the screen asks already: keep the legend for readers only. */
  hideLegend?: boolean | undefined;
  hint?: ComponentChildren;
  error?: string | undefined;
  optional?: boolean | undefined;
  id?: string | undefined;
}

function Group(props: GroupProps & { children: ComponentChildren; role?: 'radiogroup' }) {
  const own = useId();
  const id = props.id ?? own;
  const said = [props.hint !== undefined && `${id}-hint`, props.error && `${id}-wrong`]
    .filter(Boolean)
    .join(' ');
  return (
    <fieldset
      id={id}
      class="group"
      role={props.role}
      tabIndex={-1}
      data-quiet-focus
      data-wrong={props.error ? '' : undefined}
      aria-describedby={said || undefined}
    >
      <legend class={props.hideLegend ? 'unseen' : ''}>
        {props.legend}
        {props.optional && <span class="optional">{t('ui.optional')}</span>}
      </legend>
      {props.hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      <Wrong id={`${id}-wrong`} text={props.error} />
      {props.children}
    </fieldset>
  );
}

/** The inline error; the summary above says the same words. */
export function Wrong({ id, text }: { id: string; text: string | undefined }) {
  return text ? (
    <p class="wrong" id={id}>
      <Icon name="circle-alert" small />
      {text}
    </p>
  ) : null;
}

export interface RadiosProps<V extends string> extends GroupProps {
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
}

/** One of a few, stacked in one column. */
export function Radios<V extends string>(props: RadiosProps<V>) {
  const name = useId();
  return (
    <Group {...props} role="radiogroup">
      <div class="radios">
        {props.options.map((option) => (
          <label class="radio" key={option.value} data-on={option.value === props.value ? '' : undefined}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onChange(option.value)}
            />
            <span class="dot" aria-hidden="true" />
            <span>
              {option.label}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </Group>
  );
}

export interface ChecksProps<V extends string> extends GroupProps {
  options: readonly Option<V>[];
  value: readonly V[];
  onChange: (value: V[]) => void;
}

export function Checks<V extends string>(props: ChecksProps<V>) {
  const after = (option: Option<V>): V[] => {
    if (props.value.includes(option.value)) return props.value.filter((value) => value !== option.value);
    if (option.exclusive) return [option.value];
    const alone = new Set(props.options.filter((other) => other.exclusive).map((other) => other.value));
    const kept = new Set([...props.value.filter((value) => !alone.has(value)), option.value]);
    return props.options.filter((other) => kept.has(other.value)).map((other) => other.value);
  };
  return (
    <Group {...props} hint={props.hint ?? t('ui.choose-any')}>
      <div class="radios">
        {props.options.map((option) => {
          const on = props.value.includes(option.value);
          return (
            <label class="radio" key={option.value} data-on={on ? '' : undefined}>
              <input
                type="checkbox"
                value={option.value}
                checked={on}
                onChange={() => props.onChange(after(option))}
              />
              <span class="dot square" aria-hidden="true">
                <Icon name="check" />
              </span>
              <span>
                {option.label}
                {option.hint && <small>{option.hint}</small>}
              </span>
            </label>
          );
        })}
      </div>
    </Group>
  );
}

export function Switch(props: {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <button
      type="button"
      class="switch-row"
      role="switch"
      aria-checked={props.checked}
      disabled={props.disabled}
      onClick={() => props.onChange(!props.checked)}
    >
      <span>
        {props.label}
        {props.hint && <small>{props.hint}</small>}
      </span>
      <span class="switch" aria-hidden="true" />
    </button>
  );
}

/** Tabs over one panel; arrow keys move, as in any tab list. Give the panel `id` and `role="tabpanel"`. */
export function Segments<V extends string>(props: {
  label: string;
  panel: string;
  options: readonly Option<V>[];
  value: V;
  onChange: (value: V) => void;
}) {
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = props.options.findIndex((option) => option.value === props.value);
    const next = props.options[(at + step + props.options.length) % props.options.length];
    if (!next) return;
    event.preventDefault();
    props.onChange(next.value);
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[props.options.indexOf(next)]?.focus();
  };
  return (
    <div class="segments" role="tablist" aria-label={props.label} onKeyDown={move}>
      {props.options.map((option) => (
        <button
          type="button"
          role="tab"
          key={option.value}
          aria-selected={option.value === props.value}
          aria-controls={props.panel}
          tabIndex={option.value === props.value ? 0 : -1}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && ` ${option.count}`}
        </button>
      ))}
    </div>
  );
}
