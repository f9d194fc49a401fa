// Addresses of the room. A household page is opened by a `ref`: `a.<assignment>`, `v.<visit>`, `h.<household>` or `practice`.
import { go, path } from '@/app/router';

export { go, path };

export function replace(to: string): void {
  go(to, { replace: true });
}

export const url = {
  today: () => '#/',
  all: () => '#/households',
  fresh: () => '#/new-household',
  ready: () => '#/ready',
  outbox: () => '#/outbox',
  record: (subject: string) => `#/outbox/${subject}`,
  me: () => '#/me',
  pin: () => '#/me/pin',
  signIn: () => '#/sign-in',
  help: () => '#/help',
  steps: (what: string) => `#/help/${what}`,
  done: (visit: string) => `#/done/${visit}`,
  sealed: (assignment: string) => `#/sealed/${assignment}`,
  visit: (ref: string, ...rest: readonly string[]) =>
    `#/visit/${[ref, ...rest.map(encodeURIComponent)].join('/')}`,
};

/** `/visit/a.1/topic/housing` → `['visit', 'a.1', 'topic', 'housing']` */
export function partsOf(address: string): readonly string[] {
  return address.split('?')[0]?.split('/').filter(Boolean).map(decodeURIComponent) ?? [];
}
