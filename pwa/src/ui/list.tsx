import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '@/i18n/common';
import { Button } from './button';
import { Icon } from './icon';
import type { IconName } from './icon-names';

export type Tone = 'plain' | 'strong' | 'quiet' | 'bad' | 'warn' | 'ok';

export interface StatusProps {
  icon: IconName;
  word: string;
  /** Red (`bad`) is for returned work and errors alone; done is plain ink. */
  tone?: Tone | undefined;
}

/** Icon and word in a column of fixed width: lists are read by shape, without colour. */
export function StatusWord({ icon, word, tone = 'plain' }: StatusProps) {
  return (
    <span class={`status${tone === 'plain' ? '' : ` ${tone}`}`}>
      <Icon name={icon} small />
      {word}
    </span>
  );
}

export interface CardProps {
  name: ComponentChildren;
  where?: ComponentChildren;
  status?: StatusProps;
  /** Second line, soft; one entry a fact. */
  meta?: readonly ComponentChildren[] | undefined;
  /** Second line in ink: what somebody said (a return). */
  say?: ComponentChildren;
  href?: string;
  onClick?: () => void;
  /** An envelope: nothing of the household inside. */
  sealed?: boolean;
  children?: ComponentChildren;
}

export function Card(props: CardProps) {
  const { name, where, status, meta, say, href, onClick, sealed, children } = props;
  const leads = href !== undefined || onClick !== undefined;
  const inner = (
    <>
      <span class="top">
        <span class="id">
          <b class="name">{name}</b>
          {where !== undefined && <span class="where soft">{where}</span>}
        </span>
        <span class="end">
          {status && <StatusWord {...status} />}
          {leads && <Icon name="chevron-right" small cls="chev" />}
        </span>
      </span>
      {say !== undefined && <span class="say line">{say}</span>}
      {meta && meta.length > 0 && (
        <span class="meta">
          {meta.map((fact, at) => (
            <span key={at}>{fact}</span>
          ))}
        </span>
      )}
      {children}
    </>
  );
  const cls = `card${sealed ? ' sealed' : ''}`;
  if (href !== undefined)
    return (
      <a class={cls} href={href} onClick={onClick}>
        {inner}
      </a>
    );
  if (onClick)
    return (
      <button type="button" class={cls} onClick={onClick}>
        {inner}
      </button>
    );
  return <div class={cls}>{inner}</div>;
}

/** A list of `Card`s. Renders 40 and then 显示更多, so that 500 households stay quick. */
export function Cards<T>(props: {
  items: readonly T[];
  keyOf: (item: T) => string;
  render: (item: T) => ComponentChildren;
  sealed?: (item: T) => boolean;
  step?: number;
}) {
  const { items, keyOf, render, sealed, step = 40 } = props;
  const [shown, setShown] = useState(step);
  const left = items.length - shown;
  return (
    <>
      <ul class="cards">
        {items.slice(0, shown).map((item, at) => {
          const next = items[at + 1];
          return (
            <li key={keyOf(item)} class={next !== undefined && sealed?.(next) ? 'before-sealed' : ''}>
              {render(item)}
            </li>
          );
        })}
      </ul>
      {left > 0 && (
        <div class="pad more">
          <Button onClick={() => setShown(shown + step)}>{t('ui.more', { n: left })}</Button>
        </div>
      )}
    </>
  );
}

export interface RowProps {
  label: ComponentChildren;
  small?: ComponentChildren;
  value?: ComponentChildren;
  icon?: IconName;
  status?: StatusProps;
  href?: string;
  onClick?: () => void;
}

/** One line of settings or links. The whole row is the target. */
export function Row({ label, small, value, icon, status, href, onClick }: RowProps) {
  const inner = (
    <>
      {icon && <Icon name={icon} />}
      <span class="label">
        {label}
        {small !== undefined && <small>{small}</small>}
      </span>
      {value !== undefined && <span class="value">{value}</span>}
      {status && <StatusWord {...status} />}
      {(href !== undefined || onClick) && <Icon name="chevron-right" small cls="chev" />}
    </>
  );
  if (href !== undefined)
    return (
      <a class="row" href={href} onClick={onClick}>
        {inner}
      </a>
    );
  if (onClick)
    return (
      <button type="button" class="row" onClick={onClick}>
        {inner}
      </button>
    );
  return <div class="row">{inner}</div>;
}

export function Rows({ children }: { children: ComponentChildren }) {
  const list = Array.isArray(children) ? children.flat() : [children];
  return (
    <ul class="rows">
      {list.filter(Boolean).map((child, at) => (
        <li key={at}>{child}</li>
      ))}
    </ul>
  );
}

export interface Task {
  key: string;
  label: ComponentChildren;
  status: StatusProps;
  /** Null: cannot start yet, said by its status, not a link. */
  href: string | null;
}

export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ol class="tasks">
      {tasks.map((task, at) => {
        const inner = (
          <>
            <span class="no">{at + 1}</span>
            <span class="label">{task.label}</span>
            <span class="end">
              <StatusWord {...task.status} />
              {task.href !== null && <Icon name="chevron-right" small cls="chev" />}
            </span>
          </>
        );
        return (
          <li key={task.key}>
            {task.href === null ? (
              <span class="task off">{inner}</span>
            ) : (
              <a class="task" href={task.href}>
                {inner}
              </a>
            )}
          </li>
        );
      })}
    </ol>
  );
}
