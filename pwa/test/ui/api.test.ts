import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ApiProblem, call, configShape, problemText, sessionShape, textOf } from '@/api';

const answer = (body: unknown, init: ResponseInit & { type?: string } = {}): void => {
  vi.stubGlobal(
    'fetch',
    vi.fn(
      async () =>
        new Response(init.status === 204 ? null : JSON.stringify(body), {
          ...init,
          headers: { 'content-type': init.type ?? 'application/json' },
        }),
    ),
  );
};
const failure = (promise: Promise<unknown>): Promise<ApiProblem> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: ApiProblem) => error,
  );

afterEach(() => vi.unstubAllGlobals());

describe('call', () => {
  it('sends the header against foreign forms with every change, and none with a question', async () => {
    answer({ ok: true });
    await call('/api/x', { method: 'POST', body: { a: 1 }, shape: v.looseObject({ ok: v.boolean() }) });
    await call('/api/x', { shape: v.unknown() });
    const [post, get] = vi.mocked(fetch).mock.calls.map((one) => one[1]?.headers as Record<string, string>);
    expect(post?.['X-Fangcha']).toBe('1');
    expect(get?.['X-Fangcha']).toBeUndefined();
  });

  it('gives the code of a problem with its params and field errors', async () => {
    answer(
      {
        code: 'too-many-tries',
        params: { wait_s: 30 },
        detail: 'secret',
        errors: [{ field: 'login', code: 'required' }],
      },
      { status: 429, type: 'application/problem+json' },
    );
    const problem = await failure(call('/api/session', { method: 'POST', shape: sessionShape }));
    expect([problem.code, problem.status, problem.params, problem.errors]).toEqual([
      'too-many-tries',
      429,
      { wait_s: 30 },
      [{ field: 'login', code: 'required' }],
    ]);
  });

  it('takes a page in place of an answer for a captive portal', async () => {
    answer('<html>', { status: 200, type: 'text/html' });
    expect((await failure(call('/api/session', { shape: sessionShape }))).code).toBe('not-ours');
  });

  it('calls a gateway error busy, and silence offline', async () => {
    answer('<html>', { status: 502, type: 'text/html' });
    expect((await failure(call('/api/config', { shape: configShape }))).code).toBe('busy');
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.reject(new TypeError('failed'))),
    );
    expect((await failure(call('/api/config', { shape: configShape }))).code).toBe('offline');
  });

  it('refuses an answer of another form instead of letting it in', async () => {
    answer({ user: { id: 1 } });
    expect((await failure(call('/api/session', { shape: sessionShape }))).code).toBe('unexpected');
  });

  it('lives with members and roles that it does not know yet', async () => {
    const user = {
      id: 'u',
      name: '林',
      login: 'lin',
      number: null,
      roles: ['inspector', 'dean'],
      org: { id: 'o', name: '局', division_code: '35' },
      more: 1,
    };
    answer({ user });
    expect((await call('/api/session', { shape: sessionShape })).user.roles).toEqual(['inspector']);
  });

  it('takes 204 as nothing', async () => {
    answer(null, { status: 204 });
    expect(await call('/api/session', { method: 'DELETE', shape: v.null() })).toBeNull();
  });
});

describe('problem words', () => {
  it('never show a code or a detail', () => {
    expect(problemText('wrong-login')).toBe('登录名或密码不对。');
    expect(problemText('something-from-tomorrow')).toBe('出了点问题，请再试一次。');
    expect(textOf(new Error('stack'))).toBe('出了点问题，请再试一次。');
  });
});
