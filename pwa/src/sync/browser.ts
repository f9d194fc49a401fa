/** What the page knows of its surroundings, each behind a question that an old or a foreign browser may not understand. */

export interface Browser {
  /** Calls back when the page is shown (true), hidden (false), or the network is said to be back (true). */
  onWake(call: (awake: boolean) => void): () => void;
  visible(): boolean;
  /** 'unknown' where the browser does not tell. */
  network(): 'wifi' | 'mobile' | 'unknown';
  /** Runs `work` under a lock of all tabs; false where another holds it. */
  alone(name: string, work: () => Promise<void>, steal: boolean): Promise<boolean>;
  storage(): Promise<{ persisted: boolean | null; free_bytes: number | null; used_bytes: number | null }>;
  persist(): Promise<boolean>;
  /** Other tabs of this origin. */
  channel(heard: (message: string) => void): { tell(message: string): void; close(): void };
}

interface Connection {
  readonly type?: string;
}

function listen(call: (awake: boolean) => void): () => void {
  const seen = (): void => call(document.visibilityState === 'visible');
  const back = (): void => call(true);
  document.addEventListener('visibilitychange', seen);
  addEventListener('online', back);
  addEventListener('pageshow', seen);
  return () => {
    document.removeEventListener('visibilitychange', seen);
    removeEventListener('online', back);
    removeEventListener('pageshow', seen);
  };
}

async function locked(name: string, work: () => Promise<void>, steal: boolean): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) {
    await work();
    return true;
  }
  return locks
    .request(name, steal ? { steal: true } : { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      await work();
      return true;
    })
    .catch((error: unknown) => {
      // Another tab took the lock from this one; what was under way here does no harm.
      if ((error as { name?: string }).name === 'AbortError') return true;
      throw error;
    });
}

async function room(): Promise<{
  persisted: boolean | null;
  free_bytes: number | null;
  used_bytes: number | null;
}> {
  const storage = navigator.storage as Partial<StorageManager> | undefined;
  const persisted = (await storage?.persisted?.().catch(() => null)) ?? null;
  const found = (await storage?.estimate?.().catch(() => null)) ?? null;
  const used_bytes = found?.usage ?? null;
  const free_bytes =
    found?.quota === undefined || used_bytes === null ? null : Math.max(0, found.quota - used_bytes);
  return { persisted, free_bytes, used_bytes };
}

export const browser: Browser = {
  onWake: listen,
  visible: () => document.visibilityState === 'visible',
  network: () => {
    const type = (navigator as unknown as { connection?: Connection }).connection?.type;
    if (type === undefined || type === 'unknown') return 'unknown';
    return type === 'wifi' || type === 'ethernet' ? 'wifi' : 'mobile';
  },
  alone: locked,
  storage: room,
  persist: async () => {
    const storage = navigator.storage as Partial<StorageManager> | undefined;
    return (await storage?.persist?.().catch(() => false)) ?? false;
  },
  channel: (heard) => {
    if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, close: () => undefined };
    const channel = new BroadcastChannel('fangcha');
    channel.onmessage = (event: MessageEvent<unknown>) => heard(String(event.data));
    return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
  },
};
