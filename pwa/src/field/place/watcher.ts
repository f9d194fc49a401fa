// The location of one household visit (ux.md §9): watched from the moment the household opens, never a gate, silent while
// the page is hidden, and one fix per event once 20 m has held for 30 s, because the battery has to last the day.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Fix, NoFix } from '@/store/contract';

export const GOOD_CM = 2_000;
export const COARSE_CM = 10_000;
const HOLD_MS = 30_000;
/** A shutter or a signature never waits longer than this for a fresh position. */
const EVENT_MS = 1_200;

export type Where =
  | { readonly kind: 'off' }
  | { readonly kind: 'unasked' } // the browser would ask: that needs a tap and a sentence
  | { readonly kind: 'searching'; readonly since_ms: number }
  | { readonly kind: 'fixed'; readonly fix: Fix; readonly since_ms: number }
  | { readonly kind: 'denied' }
  | { readonly kind: 'broken'; readonly since_ms: number };

export interface EventFix {
  readonly fix: Fix | null;
  readonly no_fix?: NoFix;
}

export interface Watcher {
  readonly where: ReadonlySignal<Where>;
  /** Best fix of this visit, for the distance on the screen. */
  readonly best: ReadonlySignal<Fix | null>;
  /** Starts if the permission is there already; otherwise `where` becomes `unasked`. */
  open(): Promise<void>;
  /** From a tap: the browser may ask now. */
  ask(): void;
  /** The position for an event: fresh if it comes at once, else the last one with its age. */
  fix(): Promise<EventFix>;
  close(): void;
}

export interface WatcherEnv {
  readonly geo: Geolocation | undefined;
  readonly permission: () => Promise<PermissionState | 'unknown'>;
  readonly now: () => number;
}

export const browserEnv: WatcherEnv = {
  geo: typeof navigator === 'undefined' ? undefined : navigator.geolocation,
  permission: async () => {
    try {
      return (await navigator.permissions.query({ name: 'geolocation' })).state;
    } catch {
      return 'unknown';
    }
  },
  now: () => Date.now(),
};

export function toFix(position: GeolocationPosition, now: number): Fix {
  const { latitude, longitude, accuracy, altitude } = position.coords;
  const t_ms = Math.min(Math.round(position.timestamp), now);
  return {
    lat_e7: Math.round(latitude * 1e7),
    lon_e7: Math.round(longitude * 1e7),
    acc_cm: Math.max(0, Math.round(accuracy * 100)),
    ...(altitude === null || altitude === undefined ? {} : { alt_cm: Math.round(altitude * 100) }),
    t_ms,
    age_ms: Math.max(0, now - t_ms),
    datum: 'wgs84',
  };
}

const ASKED = 'fangcha.location-asked';

export function createWatcher(env: WatcherEnv = browserEnv): Watcher {
  const where = signal<Where>({ kind: 'off' });
  const best = signal<Fix | null>(null);
  let last: Fix | null = null;
  let good_since: number | null = null;
  let started_ms = 0;
  let watch: number | null = null;
  let open = false;
  let resting = false;

  const take = (position: GeolocationPosition): Fix => {
    const now = env.now();
    const fix = toFix(position, now);
    last = fix;
    if (!best.value || fix.acc_cm <= best.value.acc_cm) best.value = fix;
    where.value = { kind: 'fixed', fix, since_ms: started_ms };
    if (fix.acc_cm > GOOD_CM) good_since = null;
    else if (good_since === null) good_since = now;
    else if (now - good_since >= HOLD_MS) {
      resting = true;
      halt();
    }
    return fix;
  };
  const fail = (error: GeolocationPositionError): void => {
    if (error.code === 1) {
      where.value = { kind: 'denied' };
      halt();
    } else if (!last)
      where.value =
        error.code === 2
          ? { kind: 'broken', since_ms: started_ms }
          : { kind: 'searching', since_ms: started_ms };
  };
  const halt = (): void => {
    if (watch !== null) env.geo?.clearWatch(watch);
    watch = null;
  };
  const run = (): void => {
    if (watch !== null || resting || !env.geo) return;
    watch = env.geo.watchPosition(take, fail, { enableHighAccuracy: true, timeout: 60_000, maximumAge: 0 });
  };
  const visibility = (): void => {
    if (document.visibilityState === 'hidden') halt();
    else if (open && where.value.kind !== 'denied' && where.value.kind !== 'unasked') run();
  };
  const begin = (): void => {
    if (!env.geo) {
      where.value = { kind: 'broken', since_ms: env.now() };
      return;
    }
    started_ms = env.now();
    where.value = last
      ? { kind: 'fixed', fix: last, since_ms: started_ms }
      : { kind: 'searching', since_ms: started_ms };
    run();
  };

  return {
    where,
    best,
    async open() {
      if (open) return;
      open = true;
      last = null;
      best.value = null;
      good_since = null;
      resting = false;
      document.addEventListener('visibilitychange', visibility);
      const permission = await env.permission();
      if (!open) return;
      if (permission === 'granted' || (permission === 'unknown' && remembered())) begin();
      else where.value = permission === 'denied' ? { kind: 'denied' } : { kind: 'unasked' };
    },
    ask() {
      remember();
      resting = false;
      halt();
      begin();
    },
    async fix() {
      const fresh = where.value.kind === 'fixed' && resting ? await soon(env, take) : null;
      const known = fresh ?? last;
      if (known) return { fix: { ...known, age_ms: Math.max(0, env.now() - known.t_ms) } };
      return { fix: null, no_fix: reasonOf(where.value) };
    },
    close() {
      open = false;
      halt();
      document.removeEventListener('visibilitychange', visibility);
      where.value = { kind: 'off' };
    },
  };
}

function soon(env: WatcherEnv, take: (position: GeolocationPosition) => Fix): Promise<Fix | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), EVENT_MS);
    env.geo?.getCurrentPosition(
      (position) => {
        clearTimeout(late);
        resolve(take(position));
      },
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 2_000 },
    );
  });
}

export function reasonOf(where: Where): NoFix {
  if (where.kind === 'denied' || where.kind === 'unasked') return 'denied';
  return where.kind === 'broken' ? 'broken' : 'timeout';
}

function remembered(): boolean {
  try {
    return localStorage.getItem(ASKED) === '1';
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(ASKED, '1');
  } catch {
    // asked again next time
  }
}
