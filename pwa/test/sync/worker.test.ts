import { beforeEach, describe, expect, it, vi } from 'vitest';

// The service worker in a room with caches, a network and listeners of the test's own.
type Listener = (event: Record<string, unknown>) => void;
const ORIGIN = 'https://fangcha.example';

class FakeCache {
  readonly kept = new Map<string, Response>();
  private key = (asked: Request | string): string =>
    new URL(typeof asked === 'string' ? asked : asked.url, ORIGIN).pathname;

  async addAll(requests: Request[]): Promise<void> {
    const found = await Promise.all(requests.map((request) => room.network(request)));
    if (found.some((response) => !response.ok)) throw new TypeError('a file is missing');
    for (const [i, request] of requests.entries()) this.kept.set(this.key(request), found[i] as Response);
  }
  async match(asked: Request | string): Promise<Response | undefined> {
    return this.kept.get(this.key(asked))?.clone();
  }
  async put(asked: string, response: Response): Promise<void> {
    this.kept.set(this.key(asked), response);
  }
}

class FakeCaches {
  readonly all = new Map<string, FakeCache>();
  async open(name: string): Promise<FakeCache> {
    const cache = this.all.get(name) ?? new FakeCache();
    this.all.set(name, cache);
    return cache;
  }
  async keys(): Promise<string[]> {
    return [...this.all.keys()];
  }
  async delete(name: string): Promise<boolean> {
    return this.all.delete(name);
  }
  async match(asked: Request): Promise<Response | undefined> {
    for (const cache of this.all.values()) {
      const found = await cache.match(asked);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

const room = {
  caches: new FakeCaches(),
  listeners: new Map<string, Listener>(),
  skipped: 0,
  network: async (request: Request): Promise<Response> =>
    new Response(`net ${new URL(request.url).pathname}`),
};

/** Node wants absolute addresses; a worker has its own origin. */
class OwnRequest extends Request {
  constructor(input: string, init?: RequestInit) {
    super(new URL(input, ORIGIN), init);
  }
}

async function worker(build: string, files: string[]): Promise<void> {
  room.listeners.clear();
  vi.resetModules();
  vi.stubGlobal('self', {
    __PRECACHE__: { build, files },
    location: { origin: ORIGIN },
    clients: { claim: async () => undefined },
    skipWaiting: async () => {
      room.skipped += 1;
    },
    addEventListener: (name: string, listener: Listener) => room.listeners.set(name, listener),
  });
  vi.stubGlobal('caches', room.caches);
  vi.stubGlobal('Request', OwnRequest);
  vi.stubGlobal('fetch', (request: Request) => room.network(request));
  await import('@/sw');
}

async function happen(name: string): Promise<void> {
  const waits: Promise<unknown>[] = [];
  room.listeners.get(name)?.({ waitUntil: (wait: Promise<unknown>) => waits.push(wait) });
  await Promise.all(waits);
}

async function ask(path: string, options: { mode?: string; method?: string } = {}): Promise<string | null> {
  let answer: Promise<Response> | null = null;
  const request = {
    url: new URL(path, ORIGIN).href,
    method: options.method ?? 'GET',
    mode: options.mode ?? 'cors',
  };
  room.listeners.get('fetch')?.({
    request,
    respondWith: (given: Promise<Response>) => {
      answer = given;
    },
  });
  return answer === null ? null : (await (answer as Promise<Response>)).text();
}

const offline = async (): Promise<Response> => {
  throw new TypeError('no network');
};
const online = async (request: Request): Promise<Response> =>
  new Response(`net ${new URL(request.url).pathname}`);

beforeEach(() => {
  vi.unstubAllGlobals();
  room.caches = new FakeCaches();
  room.skipped = 0;
  room.network = online;
});

describe('service worker', () => {
  it('opens the shell without network, at every address of the app', async () => {
    await worker('one', ['/', '/assets/a.js']);
    await happen('install');
    await happen('activate');
    room.network = offline;
    expect(await ask('/', { mode: 'navigate' })).toBe('net /');
    expect(await ask('/visit/123?x=1', { mode: 'navigate' })).toBe('net /');
    expect(await ask('/assets/a.js')).toBe('net /assets/a.js');
  });

  it('never touches the interface, other sites, or anything that is sent', async () => {
    await worker('one', ['/']);
    await happen('install');
    for (const path of ['/api/session', '/sync/v1/push', '/healthz', 'https://elsewhere.example/x'])
      expect(await ask(path)).toBeNull();
    expect(await ask('/', { method: 'POST' })).toBeNull();
    expect(await ask('/api/docs', { mode: 'navigate' })).toBeNull();
  });

  it('waits for the word of the page before it takes over', async () => {
    await worker('one', ['/']);
    await happen('install');
    expect(room.skipped).toBe(0);
    room.listeners.get('message')?.({ data: { type: 'hello' } });
    expect(room.skipped).toBe(0);
    room.listeners.get('message')?.({ data: { type: 'activate' } });
    expect(room.skipped).toBe(1);
  });

  it('keeps the build before, for pages that still run it, and no older one', async () => {
    for (const build of ['one', 'two', 'three']) {
      room.network = async (request) => new Response(`${build} ${new URL(request.url).pathname}`);
      await worker(build, ['/', `/assets/${build}.js`]);
      await happen('install');
      await happen('activate');
    }
    room.network = offline;
    expect(await ask('/', { mode: 'navigate' })).toBe('three /');
    expect(await ask('/assets/two.js')).toBe('two /assets/two.js');
    await expect(ask('/assets/one.js')).rejects.toThrow('no network');
  });

  it('is not installed at all when one file is missing', async () => {
    await worker('one', ['/', '/assets/gone.js']);
    room.network = async (request) =>
      new Response('', { status: request.url.endsWith('gone.js') ? 404 : 200 });
    await expect(happen('install')).rejects.toThrow('missing');
  });
});
