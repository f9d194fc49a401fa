import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '@/i18n/common';
import { Button, type ButtonProps } from './button';
import { Icon } from './icon';
import type { IconName } from './icon-names';

export type NoticeTone = 'info' | 'ok' | 'warn' | 'bad';
const signs: Record<NoticeTone, IconName> = {
  info: 'info',
  ok: 'circle-check',
  warn: 'triangle-alert',
  bad: 'circle-alert',
};

/** Something to know, in the page, where it belongs. `live` speaks it when it appears. */
export function Notice(props: {
  tone?: NoticeTone;
  title?: ComponentChildren;
  children?: ComponentChildren;
  live?: boolean;
  action?: ComponentChildren;
}) {
  const { tone = 'info', title, children, live, action } = props;
  return (
    <div class={`notice ${tone}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={signs[tone]} small />
      <div>
        {title !== undefined && <b>{title}</b>}
        {children}
        {action}
      </div>
    </div>
  );
}

export interface FieldError {
  /** Id of the field or group. */
  id: string;
  text: string;
}

/** What is not filled in yet. Takes focus when the list changes; each line leads to its field. */
export function ErrorSummary({ errors, title }: { errors: readonly FieldError[]; title?: string }) {
  const box = useRef<HTMLElement>(null);
  const marks = errors.map((error) => `${error.id} ${error.text}`).join('\n');
  useEffect(() => {
    if (!marks) return;
    box.current?.focus();
    const name = document.title;
    document.title = t('app.error-title', { page: name });
    return () => {
      document.title = name;
    };
  }, [marks]);
  if (errors.length === 0) return null;
  const go = (id: string): void => {
    const target = document.getElementById(id);
    const field = target?.querySelector<HTMLElement>('input, textarea, select, button') ?? target;
    field?.focus();
    target?.scrollIntoView?.({ block: 'center' });
  };
  return (
    <section ref={box} class="summary" tabIndex={-1} role="alert" aria-labelledby="error-summary">
      <h2 id="error-summary">
        <Icon name="circle-alert" small />
        {title ?? t('error.summary', { n: errors.length })}
      </h2>
      <ul>
        {errors.map((error) => (
          <li key={error.id}>
            <button type="button" onClick={() => go(error.id)}>
              {error.text}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One sentence, one act. */
export function EmptyState({
  icon,
  children,
  action,
}: {
  icon?: IconName;
  children: ComponentChildren;
  action?: Pick<ButtonProps, 'href' | 'onClick' | 'icon'> & { label: string };
}) {
  return (
    <div class="empty">
      {icon && <Icon name={icon} />}
      <p>{children}</p>
      {action && (
        <Button kind="go" fit href={action.href} onClick={action.onClick} icon={action.icon}>
          {action.label}
        </Button>
      )}
    </div>
  );
}

interface ToastState {
  text: string;
  act: string | undefined;
  onAct: (() => void) | undefined;
}
const toast = signal<ToastState | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says that something was done and offers to take it back for eight seconds; a held pointer or focus keeps it. */
export function showToast(
  text: string,
  options: { undo?: () => void; act?: string; onAct?: () => void; seconds?: number } = {},
): void {
  const onAct = options.undo ?? options.onAct;
  toast.value = { text, act: onAct && (options.act ?? t('ui.undo')), onAct };
  keepToast((options.seconds ?? 8) * 1000);
}

export function hideToast(): void {
  clearTimeout(timer);
  toast.value = null;
}

function keepToast(ms: number): void {
  clearTimeout(timer);
  timer = setTimeout(hideToast, ms);
}

/** Stands once in the shell. */
export function Toasts() {
  const now = toast.value;
  return (
    <div role="status">
      {now && (
        <div
          class="toast"
          onPointerEnter={() => clearTimeout(timer)}
          onPointerLeave={() => keepToast(4000)}
          onFocusIn={() => clearTimeout(timer)}
          onFocusOut={() => keepToast(4000)}
        >
          <span>{now.text}</span>
          {now.onAct && (
            <button
              type="button"
              class="tap"
              onClick={() => {
                hideToast();
                now.onAct?.();
              }}
            >
              {now.act}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** A share of a whole, with the words beside it (照片3张已到，共5张). */
export function Meter({ value, max, label }: { value: number; max: number; label: string }) {
  const share = max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0;
  const bar = useRef<HTMLElement>(null);
  useEffect(() => bar.current?.style.setProperty('width', `${share}%`), [share]);
  return (
    <div
      class="meter"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={label}
    >
      <i ref={bar} />
    </div>
  );
}

/** One tick a piece of work; the words beside it carry the numbers. */
export function Ticks({ done, total }: { done: number; total: number }) {
  return (
    <div class="ticks" aria-hidden="true">
      {Array.from({ length: total }, (_, at) => (
        <i key={at} class={at < done ? 'on' : ''} />
      ))}
    </div>
  );
}

/** Work in hand whose length nobody knows. Never stands between an inspector and the next question. */
export function ProgressLine({ children }: { children: ComponentChildren }) {
  return (
    <div class="progress" role="status">
      <i />
      {children}
    </div>
  );
}
