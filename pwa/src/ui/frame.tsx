import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '@/i18n/common';
import { Tap } from './button';
import { Icon } from './icon';
import type { IconName } from './icon-names';
import { theme, toggleSun } from './theme';

/** The phone's frame. Children: DemoBand?, Bar, Page, Foot or NavTabs. */
export function Screen({ children, cls }: { children: ComponentChildren; cls?: string }) {
  return <div class={`phone${cls ? ` ${cls}` : ''}`}>{children}</div>;
}

export function SunSwitch({ push }: { push?: boolean }) {
  return (
    <Tap
      icon="sun"
      label={t('ui.sun')}
      pressed={theme.value === 'sun'}
      onClick={toggleSun}
      cls={push ? 'push' : ''}
    />
  );
}

/** Top line: back link on the left, then anything, then the sun switch. `status` makes it a polite live region. */
export function Bar(props: {
  back?: { href: string; label: string; onClick?: (event: MouseEvent) => void };
  children?: ComponentChildren;
  aside?: ComponentChildren;
  status?: boolean;
  sun?: boolean;
}) {
  const { back, children, aside, status, sun = true } = props;
  return (
    <header class="bar">
      {back && (
        <a class="tap back" href={back.href} onClick={back.onClick}>
          <Icon name="chevron-left" />
          {back.label}
        </a>
      )}
      {status ? (
        <div class="bar-status" role="status">
          {children}
        </div>
      ) : (
        children
      )}
      {sun && <SunSwitch push />}
      {aside}
    </header>
  );
}

/** The only part that scrolls. */
export function Page({
  children,
  sunk,
  pad,
  cls,
}: {
  children: ComponentChildren;
  sunk?: boolean;
  pad?: boolean;
  cls?: string;
}) {
  const names = ['page', sunk && 'sunk', pad && 'pad', cls].filter(Boolean).join(' ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
    <main id="main" class={names} tabIndex={0} data-quiet-focus>
      {children}
    </main>
  );
}

/** The h1. The router moves focus to it and takes the page's title from it. */
export function Title({
  children,
  unseen,
  page,
}: {
  children: ComponentChildren;
  unseen?: boolean;
  /** For the window's title, where it is not the heading. */
  page?: string;
}) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const words = page ?? ref.current?.textContent;
    if (words) document.title = t('app.title', { page: words });
  }, [children, page]);
  return (
    <h1 ref={ref} class={unseen ? 'unseen' : 'title'} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** Stays under the page: the one filled button and, below it, when things were saved. */
export function Foot({
  children,
  saved,
  tight,
}: {
  children: ComponentChildren;
  saved?: ComponentChildren;
  tight?: boolean;
}) {
  return (
    <footer class={`foot${tight ? ' tight' : ''}`}>
      {children}
      {saved !== undefined && (
        <p class="small soft saved" role="status">
          {saved}
        </p>
      )}
    </footer>
  );
}

export interface NavItem {
  href: string;
  label: string;
  icon: IconName;
  count?: number | undefined;
  current?: boolean;
}

/** Bottom navigation; the current one is said, not only coloured. */
export function NavTabs({ items, label }: { items: readonly NavItem[]; label: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {items.map((item) => (
        <a key={item.href} href={item.href} aria-current={item.current ? 'page' : undefined}>
          <Icon name={item.icon} />
          <span>{item.label}</span>
          {item.count ? <span class="n">{item.count}</span> : null}
        </a>
      ))}
    </nav>
  );
}

/** On every screen of a demonstration, so that nobody takes its people for real. */
export function DemoBand() {
  return (
    <aside class="demo" aria-label={t('app.demo-label')}>
      <Icon name="info" small />
      {t('app.demo')}
    </aside>
  );
}
