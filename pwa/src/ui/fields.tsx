import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '@/i18n/common';
import { yuan } from '@/i18n/format';
import { Wrong } from './choice';
import { Icon } from './icon';

interface FieldProps {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | undefined;
  optional?: boolean | undefined;
  /** Also what `ErrorSummary` moves to. */
  id?: string | undefined;
  hideLabel?: boolean | undefined;
}

function Field(props: FieldProps & { id: string; narrow?: boolean; children: ComponentChildren }) {
  return (
    <div class={`field${props.narrow ? ' narrow' : ''}`} data-wrong={props.error ? '' : undefined}>
      <label for={props.id} class={props.hideLabel ? 'unseen' : ''}>
        {props.label}
        {props.optional && <span class="optional">{t('ui.optional')}</span>}
      </label>
      {props.hint !== undefined && (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      <Wrong id={`${props.id}-wrong`} text={props.error} />
      <div class="box">{props.children}</div>
    </div>
  );
}

function said(
  { hint, error }: FieldProps,
  id: string,
): { 'aria-describedby'?: string; 'aria-invalid'?: 'true' } {
  const ids = [hint !== undefined && `${id}-hint`, error && `${id}-wrong`].filter(Boolean).join(' ');
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': 'true' as const }) };
}

export interface TextFieldProps extends FieldProps {
  value: string;
  onInput: (value: string) => void;
  /** More than one line. */
  long?: boolean;
  type?: 'text' | 'password' | 'tel' | 'url';
  autocomplete?: string;
  maxLength?: number;
  inputMode?: 'text' | 'tel' | 'numeric' | 'url';
  /** Names and logins: no correction, no capital letters. */
  literal?: boolean;
}

export function TextField(props: TextFieldProps) {
  const own = useId();
  const id = props.id ?? own;
  const common = {
    id,
    value: props.value,
    maxLength: props.maxLength,
    ...(props.literal && { autocapitalize: 'none' as const, autocorrect: 'off', spellcheck: false }),
    ...said(props, id),
  };
  return (
    <Field {...props} id={id}>
      {props.long ? (
        <textarea {...common} rows={3} onInput={(event) => props.onInput(event.currentTarget.value)} />
      ) : (
        <input
          {...common}
          type={(props.type ?? 'text') as 'text'}
          inputMode={props.inputMode}
          autocomplete={props.autocomplete ?? 'off'}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A password that can be looked at: typing blind on a phone is the commonest failure to sign in. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'long'>) {
  const own = useId();
  const id = props.id ?? own;
  const [seen, setSeen] = useState(false);
  return (
    <Field {...props} id={id}>
      <input
        id={id}
        type={(seen ? 'text' : 'password') as 'password'}
        autocomplete={props.autocomplete ?? 'current-password'}
        autocapitalize="none"
        spellcheck={false}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        {...said(props, id)}
      />
      <button
        type="button"
        class="tap"
        aria-label={seen ? t('ui.hide-password') : t('ui.show-password')}
        aria-pressed={seen}
        onClick={() => setSeen(!seen)}
      >
        <Icon name={seen ? 'eye-off' : 'eye'} />
      </button>
    </Field>
  );
}

/** Full-width digits and separators as an IME may give them. */
function plain(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, '.')
    .replace(/[,，\s]/g, '');
}

interface Draft<V> {
  text: string;
  change: (text: string) => void;
  leave: () => void;
  wrong: string | undefined;
  value: V | null;
}

/** Keeps what is being typed apart from the value it stands for, so that `12.` is not torn away while typing `12.5`. */
function useDraft<V>(
  value: V | null,
  write: (value: V) => string,
  read: (text: string) => V | undefined,
  complaint: string,
  onChange: (value: V | null) => void,
): Draft<V> {
  const show = value === null ? '' : write(value);
  const [text, setText] = useState(show);
  const [left, setLeft] = useState(false);
  const last = useRef(value);
  useEffect(() => {
    if (last.current !== value) setText(show);
    last.current = value;
  }, [value, show]);
  const good = text === '' || read(text) !== undefined;
  return {
    text,
    value,
    change: (next) => {
      setText(next);
      setLeft(false);
      const got = next.trim() === '' ? null : read(next);
      last.current = got ?? null;
      onChange(got ?? null);
    },
    leave: () => {
      setLeft(true);
      if (good && value !== null) setText(show);
    },
    wrong: left && !good ? complaint : undefined,
  };
}

export interface NumberFieldProps extends FieldProps {
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number | undefined;
  max?: number | undefined;
  unit?: string | undefined;
}

/** Whole numbers. Null while empty or not a number; then it says so when it is left. */
export function NumberField(props: NumberFieldProps) {
  const { min = 0, max = 9_999_999 } = props;
  const own = useId();
  const id = props.id ?? own;
  const read = (text: string): number | undefined => {
    const clean = plain(text);
    if (!/^-?\d{1,9}$/.test(clean)) return undefined;
    const n = Number(clean);
    return n >= min && n <= max ? n : undefined;
  };
  const complaint = props.max === undefined ? t('error.number') : t('error.number-range', { min, max });
  const draft = useDraft(props.value, String, read, complaint, props.onChange);
  const field = { ...props, error: props.error ?? draft.wrong };
  return (
    <Field {...field} id={id} narrow>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autocomplete="off"
        value={draft.text}
        onInput={(event) => draft.change(event.currentTarget.value)}
        onBlur={draft.leave}
        {...said(field, id)}
      />
      {props.unit && <span class="unit">{props.unit}</span>}
    </Field>
  );
}

export interface MoneyFieldProps extends FieldProps {
  fen: number | null;
  onChange: (fen: number | null) => void;
}

/** Yuan on the screen, fen in the value: no fraction is ever stored. */
export function MoneyField(props: MoneyFieldProps) {
  const own = useId();
  const id = props.id ?? own;
  const draft = useDraft(props.fen, yuan, readYuan, t('error.money'), props.onChange);
  const field = { ...props, error: props.error ?? draft.wrong };
  return (
    <Field {...field} id={id} narrow>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        value={draft.text}
        onInput={(event) => draft.change(event.currentTarget.value)}
        onBlur={draft.leave}
        {...said(field, id)}
      />
      <span class="unit">{t('ui.yuan')}</span>
    </Field>
  );
}

export function readYuan(text: string): number | undefined {
  const found = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(plain(text));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0') || 0) : undefined;
}

export interface DateFieldProps extends FieldProps {
  /** `YYYY-MM-DD` */
  value: string | null;
  onChange: (value: string | null) => void;
  min?: string | undefined;
  max?: string | undefined;
}

/** The phone's own date picker: people know it, and it speaks. */
export function DateField(props: DateFieldProps) {
  const own = useId();
  const id = props.id ?? own;
  return (
    <Field {...props} id={id} narrow>
      <input
        id={id}
        type="date"
        min={props.min}
        max={props.max}
        value={props.value ?? ''}
        onChange={(event) => props.onChange(event.currentTarget.value || null)}
        {...said(props, id)}
      />
    </Field>
  );
}
