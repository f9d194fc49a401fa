/**
 * The shell without network, and nothing else: it never touches /api or /sync, sends nothing and keeps no data. A new build
 * waits until the page says that no visit, camera or upload is open; the build before it stays, for tabs that still run it.
 */
interface Precache {
  readonly build: string;
  readonly files: readonly string[];
}

const worker = self as unknown as ServiceWorkerGlobalScope & { readonly __PRECACHE__: Precache };
const PREFIX = 'fangcha-shell-';
const { build, files } = worker.__PRECACHE__;
const NAME = `${PREFIX}${build}`;
const ORDER = `${PREFIX}order`;

/** Builds in the order in which they became active, newest first; kept as a response because a worker has no other memory. */
async function builds(): Promise<string[]> {
  const kept = await (await caches.open(ORDER)).match('/order');
  return kept === undefined ? [] : ((await kept.json()) as string[]);
}

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  // Past the HTTP cache: a stale file under a new build would break the shell for good.
  await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })));
}

async function activate(): Promise<void> {
  const order = [NAME, ...(await builds()).filter((name) => name !== NAME)].slice(0, 2);
  await (await caches.open(ORDER)).put('/order', new Response(JSON.stringify(order)));
  const old = (await caches.keys()).filter(
    (name) => name.startsWith(PREFIX) && name !== ORDER && !order.includes(name),
  );
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function page(request: Request): Promise<Response> {
  const cached = await (await caches.open(NAME)).match('/');
  return cached ?? fetch(request);
}

async function file(request: Request): Promise<Response> {
  // Any kept build will do: the names of built files carry their hash.
  const own = await (await caches.open(NAME)).match(request, { ignoreSearch: true });
  return own ?? (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'activate') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (/^\/(api|sync|healthz)(\/|$)/.test(pathname)) return;
  event.respondWith(request.mode === 'navigate' ? page(request) : file(request));
});

export {};
