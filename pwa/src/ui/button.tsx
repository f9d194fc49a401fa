import type { ComponentChildren, Ref } from 'preact';
import { Icon } from './icon';
import type { IconName } from './icon-names';

export interface ButtonProps {
  children: ComponentChildren;
  /** `fill` the one act of the screen · `go` an act in accent · `line` the rest. */
  kind?: 'fill' | 'go' | 'line';
  /** As wide as its words, 48 px high. */
  fit?: boolean;
  icon?: IconName | undefined;
  /** Makes it a link; `download`-like and outside links too. */
  href?: string | undefined;
  onClick?: ((event: MouseEvent) => void) | undefined;
  type?: 'button' | 'submit';
  disabled?: boolean | undefined;
  pressed?: boolean | undefined;
  /** Work is in hand: stays focusable, ignores further taps. */
  busy?: boolean | undefined;
  label?: string | undefined;
  cls?: string | undefined;
  buttonRef?: Ref<HTMLButtonElement>;
}

function names({ kind = 'line', fit, pressed, cls }: ButtonProps): string {
  return ['btn', kind !== 'line' && kind, fit && 'fit', pressed && 'on', cls].filter(Boolean).join(' ');
}

export function Button(props: ButtonProps) {
  const { children, icon, href, onClick, type = 'button', disabled, pressed, busy, label } = props;
  const inner = (
    <>
      {icon && <Icon name={icon} small />}
      <span>{children}</span>
    </>
  );
  if (href !== undefined) {
    return (
      <a class={names(props)} href={href} onClick={onClick} aria-label={label}>
        {inner}
      </a>
    );
  }
  return (
    <button
      ref={props.buttonRef ?? null}
      type={type}
      class={names(props)}
      disabled={disabled}
      aria-pressed={pressed}
      aria-label={label}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {inner}
    </button>
  );
}

/** A quiet act of 48 px: icon, word or both, in the bar or beside a text. */
export function Tap(props: {
  icon?: IconName;
  label?: string;
  children?: ComponentChildren;
  onClick?: (event: MouseEvent) => void;
  href?: string;
  pressed?: boolean;
  disabled?: boolean;
  cls?: string;
}) {
  const { icon, label, children, onClick, href, pressed, disabled } = props;
  const cls = `tap${children ? ' act' : ''}${props.cls ? ` ${props.cls}` : ''}`;
  const inner = (
    <>
      {icon && <Icon name={icon} small={Boolean(children)} />}
      {children}
    </>
  );
  return href !== undefined ? (
    <a class={cls} href={href} onClick={onClick} aria-label={label}>
      {inner}
    </a>
  ) : (
    <button
      type="button"
      class={cls}
      onClick={onClick}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
    >
      {inner}
    </button>
  );
}

/** Buttons side by side; they wrap where the words are long. */
export function Pair({ children }: { children: ComponentChildren }) {
  return <div class="pair">{children}</div>;
}

/** Up to four small tools in equal cells (拍照 · 说一段 · 备注). */
export function Tools({ children }: { children: ComponentChildren }) {
  return <div class="tools">{children}</div>;
}
