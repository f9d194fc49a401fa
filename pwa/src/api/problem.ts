// What went wrong, as a code that the dictionary knows. The server's `detail` is never shown.
import { t } from '@/i18n/common';
import type { common } from '@/i18n/zh-CN/common';

type Key = keyof typeof common;
export type ProblemCode = Key extends infer K ? (K extends `problem.${infer Code}` ? Code : never) : never;

export class ApiProblem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly params: Readonly<Record<string, unknown>> = {},
    /** Field errors of a form: path and code. */
    readonly errors: readonly { readonly field: string; readonly code: string }[] = [],
  ) {
    super(code);
    this.name = 'ApiProblem';
  }
}

const known: Readonly<Record<ProblemCode, true>> = {
  'signed-out': true,
  'wrong-login': true,
  'too-many-tries': true,
  forbidden: true,
  'not-found': true,
  'bad-request': true,
  'invalid-fields': true,
  'method-not-allowed': true,
  'unsupported-media': true,
  'cross-site': true,
  'too-large': true,
  busy: true,
  internal: true,
  'storage-full': true,
  'demo-off': true,
  'device-unknown': true,
  'device-taken': true,
  'photo-not-ready': true,
  'photo-unreadable': true,
  'already-taken': true,
  offline: true,
  'not-ours': true,
  unexpected: true,
};

/** The sentence for a code; a code that this version does not know gets the general one. */
export function problemText(code: string): string {
  return t(`problem.${(code in known ? code : 'unexpected') as ProblemCode}`);
}

export function textOf(error: unknown): string {
  return problemText(error instanceof ApiProblem ? error.code : 'unexpected');
}
