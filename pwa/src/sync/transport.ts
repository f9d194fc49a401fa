/** One request, and what its answer is: ours, a problem of ours, somebody else's page, or none. */
import type { Env } from '@/store/env';

export const SYNC_TYPE = 'application/vnd.fangcha.sync+json';
export const OFFSET_TYPE = 'application/offset+octet-stream';

export type Reply =
  | {
      readonly kind: 'ok';
      readonly status: number;
      readonly headers: Headers;
      readonly json: unknown;
      readonly bytes: ArrayBuffer | null;
    }
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly code: string;
      readonly retry_ms: number | null;
      readonly headers: Headers;
    }
  /** A captive portal or a proxy: its 200 means nothing. */
  | { readonly kind: 'portal' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'timeout' };

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit | null;
  /** What an answer of ours looks like. */
  readonly wants: 'sync' | 'json' | 'tus' | 'bytes' | 'nothing';
  readonly timeout_ms?: number;
}

const TIMEOUT_MS = 60_000;

function retryAfter(headers: Headers, now: number): number | null {
  const text = headers.get('Retry-After');
  if (text === null) return null;
  const wait = /^[0-9]+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), 3_600_000) : null;
}

async function problemCode(response: Response): Promise<string> {
  try {
    const { code } = (await response.json()) as { code?: unknown };
    return typeof code === 'string' ? code : '';
  } catch {
    // HEAD has no body; its status must do.
    return '';
  }
}

async function read(response: Response, call: Call): Promise<Reply> {
  const { status, headers } = response;
  const type = headers.get('Content-Type') ?? '';
  const ok = (json: unknown = null, bytes: ArrayBuffer | null = null): Reply => ({
    kind: 'ok',
    status,
    headers,
    json,
    bytes,
  });
  if (call.wants === 'tus') return headers.get('Tus-Resumable') === '1.0.0' ? ok() : { kind: 'portal' };
  if (call.wants === 'nothing') return status === 204 ? ok() : { kind: 'portal' };
  if (call.wants === 'bytes')
    return status === 200 && type.startsWith('application/json')
      ? ok(null, await response.arrayBuffer())
      : { kind: 'portal' };
  if (!type.startsWith(call.wants === 'sync' ? SYNC_TYPE : 'application/json')) return { kind: 'portal' };
  try {
    return ok(await response.json());
  } catch {
    return { kind: 'portal' };
  }
}

async function classify(response: Response, call: Call, now: number): Promise<Reply> {
  const { status, headers } = response;
  if (response.type === 'opaqueredirect' || response.redirected) return { kind: 'portal' };
  const own = (headers.get('Content-Type') ?? '').startsWith('application/problem+json');
  // A gateway in front of us speaks HTML and means it; anybody else's 4xx is not about our request.
  if (own || status >= 500 || status === 413 || status === 429) {
    const code = own ? await problemCode(response) : '';
    return { kind: 'problem', status, code, retry_ms: retryAfter(headers, now), headers };
  }
  return status >= 200 && status < 300 ? read(response, call) : { kind: 'portal' };
}

export async function request(env: Env, call: Call): Promise<Reply> {
  const abort = new AbortController();
  let late = false;
  const cancel = env.later(call.timeout_ms ?? TIMEOUT_MS, () => {
    late = true;
    abort.abort();
  });
  try {
    const response = await env.fetch(call.path, {
      method: call.method,
      headers: {
        'X-Fangcha': '1',
        ...(call.token === undefined ? {} : { Authorization: `Fangcha-Device ${call.token}` }),
        ...call.headers,
      },
      body: call.body ?? null,
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'manual',
      signal: abort.signal,
    });
    return await classify(response, call, env.now());
  } catch {
    return { kind: late ? 'timeout' : 'offline' };
  } finally {
    cancel();
  }
}
