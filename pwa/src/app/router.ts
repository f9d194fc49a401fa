// Routes live after the `#`, so that the server and the service worker know one page only. A room owns the routes it declares:
//   const routes = defineRoutes({ today: '/', household: '/h/:id', topic: '/h/:id/t/:topic' });
//   const here = useRoute(routes);   here?.name === 'topic' && here.params.topic
//   <a href={href(routes, 'household', { id })}>   go(href(…))   back('/')
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

type Gaps<P extends string> = P extends `${infer Head}/${infer Rest}`
  ? Gaps<Head> | Gaps<Rest>
  : P extends `:${infer Name}`
    ? Name
    : never;
export type Params<P extends string> = Record<Gaps<P>, string>;
export type Routes = Readonly<Record<string, string>>;
export type Here<R extends Routes> = { [N in keyof R]: { name: N; params: Params<R[N]> } }[keyof R];

const read = (): string => decodeURI(location.hash.replace(/^#/, '')).split('?')[0] || '/';

/** Where we are: `/h/42`. */
export const path = signal(typeof location === 'undefined' ? '/' : read());
const scrolls = new Map<string, number>();
let wentBack = false;
let focusWanted = false;

const scroller = (): HTMLElement | null => document.querySelector('main.page');

export function startRouter(): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => {
    wentBack = true;
  });
  addEventListener('hashchange', () => {
    const next = read();
    if (next === path.value) return;
    scrolls.set(path.value, scroller()?.scrollTop ?? 0);
    path.value = next;
    focusWanted = true;
  });
}

export function defineRoutes<const R extends Routes>(routes: R): R {
  return routes;
}

export function match<P extends string>(pattern: P, at: string): Params<P> | null {
  const want = pattern.split('/');
  const have = at.split('/');
  if (want.length !== have.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of want.entries()) {
    if (part.startsWith(':') && have[i]) params[part.slice(1)] = decodeURIComponent(have[i]);
    else if (part !== have[i]) return null;
  }
  return params as Params<P>;
}

/** The first route that fits; null where none does. Reads the signal, so the component follows. */
export function useRoute<R extends Routes>(routes: R): Here<R> | null {
  for (const [name, pattern] of Object.entries(routes)) {
    const params = match(pattern, path.value);
    if (params) return { name, params } as Here<R>;
  }
  return null;
}

export function href<R extends Routes, N extends keyof R & string>(
  routes: R,
  name: N,
  ...args: [Gaps<R[N]>] extends [never] ? [] : [Params<R[N]>]
): string {
  const params = (args[0] ?? {}) as Record<string, string>;
  return `#${routes[name]?.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))}`;
}

export function go(to: string, options: { replace?: boolean } = {}): void {
  const hash = to.startsWith('#') ? to : `#${to}`;
  if (options.replace) location.replace(hash);
  else location.hash = hash;
}

/** After a change of route: the h1 takes focus, the page its old place on the way back. Call once in a room, with its key of the screen. */
export function useArrival(screen: string): void {
  useEffect(() => {
    const page = scroller();
    if (page) page.scrollTop = wentBack ? (scrolls.get(path.value) ?? 0) : 0;
    wentBack = false;
    if (focusWanted) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
    focusWanted = false;
  }, [screen]);
}
