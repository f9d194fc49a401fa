// The one way to the session side of the server: same origin, the header against foreign forms, a time limit,
// and answers that are checked before anybody reads them. The sync engine has its own door.
import * as v from 'valibot';
import { ApiProblem } from './problem';

export interface Call<S extends v.GenericSchema> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  shape: S;
  signal?: AbortSignal;
  timeout_ms?: number;
}

const problemShape = v.looseObject({
  code: v.string(),
  params: v.optional(v.record(v.string(), v.unknown()), {}),
  errors: v.optional(v.array(v.looseObject({ field: v.string(), code: v.string() })), []),
});

async function answer(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new ApiProblem('offline', 0);
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json'))
    return new ApiProblem(response.status >= 500 ? 'busy' : 'not-ours', response.status);
  const told = v.safeParse(problemShape, await response.json().catch(() => null));
  if (!told.success) return new ApiProblem('unexpected', response.status);
  return new ApiProblem(told.output.code, response.status, told.output.params, told.output.errors);
}

type Listener = () => void;
let leave: Listener = () => undefined;

/** Called when the server says that nobody is signed in any more. One listener: the shell. */
export function onSignedOut(listener: Listener): Listener {
  leave = listener;
  return () => {
    leave = () => undefined;
  };
}

/** Rejects with `ApiProblem` only. */
export async function call<S extends v.GenericSchema>(
  path: string,
  options: Call<S>,
): Promise<v.InferOutput<S>> {
  const { method = 'GET', body, shape, timeout_ms = 20_000 } = options;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout_ms);
  options.signal?.addEventListener('abort', () => stop.abort(), { once: true });
  try {
    const response = await answer(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
      headers: {
        Accept: 'application/json',
        ...(method !== 'GET' && { 'X-Fangcha': '1' }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      const problem = await problemOf(response);
      if (problem.code === 'signed-out') leave();
      throw problem;
    }
    if (response.status === 204) return v.parse(shape, null);
    // A hotel's Wi-Fi answers 200 with its own page: anything but JSON is not our server.
    if (!response.headers.get('content-type')?.includes('json'))
      throw new ApiProblem('not-ours', response.status);
    const read = v.safeParse(shape, await response.json());
    if (!read.success) throw new ApiProblem('unexpected', response.status);
    return read.output;
  } finally {
    clearTimeout(timer);
  }
}
