// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { createWatcher, type WatcherEnv } from '@/field/place/watcher';

type Take = (position: GeolocationPosition) => void;

/** A location service in the hand of the test. */
function service(permission: PermissionState = 'granted') {
  const clock = { now: 1_000_000 };
  const watches = new Map<number, { take: Take; fail: (error: GeolocationPositionError) => void }>();
  const once: Take[] = [];
  let next = 1;
  const position = (acc: number): GeolocationPosition =>
    ({
      timestamp: clock.now,
      coords: { latitude: 26.91, longitude: 118.99, accuracy: acc, altitude: 812.4 },
    }) as GeolocationPosition;
  const geo = {
    watchPosition: (take: Take, fail: (error: GeolocationPositionError) => void) => {
      watches.set(next, { take, fail });
      next += 1;
      return next - 1;
    },
    clearWatch: (id: number) => watches.delete(id),
    getCurrentPosition: (take: Take) => once.push(take),
  } as unknown as Geolocation;
  const env: WatcherEnv = { geo, permission: async () => permission, now: () => clock.now };
  const send = (acc: number, after_ms = 0): void => {
    clock.now += after_ms;
    for (const { take } of [...watches.values()]) take(position(acc));
  };
  const fail = (code: number): void => {
    for (const one of [...watches.values()]) one.fail({ code } as GeolocationPositionError);
  };
  return { env, watches, send, fail, clock, once, position };
}

function hide(state: 'hidden' | 'visible'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  localStorage.clear();
  hide('visible');
});

describe('the location of a visit', () => {
  it('is watched from the moment that the household opens, where it was allowed before', async () => {
    const s = service();
    const watcher = createWatcher(s.env);
    await watcher.open();
    expect(watcher.where.value.kind).toBe('searching');
    s.send(35);
    expect(watcher.where.value).toMatchObject({
      kind: 'fixed',
      fix: { acc_cm: 3500, alt_cm: 81_240, lat_e7: 269_100_000, datum: 'wgs84', age_ms: 0 },
    });
  });

  it('waits for a tap where the browser would ask', async () => {
    const s = service('prompt');
    const watcher = createWatcher(s.env);
    await watcher.open();
    expect(watcher.where.value.kind).toBe('unasked');
    expect(s.watches.size).toBe(0);
    watcher.ask();
    expect(s.watches.size).toBe(1);
  });

  it('drops to a fix an event once 20 m has held for 30 s', async () => {
    const s = service();
    const watcher = createWatcher(s.env);
    await watcher.open();
    s.send(15);
    s.send(40, 10_000);
    s.send(12, 10_000);
    s.send(12, 29_000);
    expect(s.watches.size).toBe(1);
    s.send(12, 1_000);
    expect(s.watches.size).toBe(0);
    const asked = watcher.fix();
    s.clock.now += 90_000;
    s.once[0]?.(s.position(9));
    expect(await asked).toMatchObject({ fix: { acc_cm: 900, age_ms: 0 } });
  });

  it('pauses while the page is hidden and goes on afterwards', async () => {
    const s = service();
    const watcher = createWatcher(s.env);
    await watcher.open();
    hide('hidden');
    expect(s.watches.size).toBe(0);
    hide('visible');
    expect(s.watches.size).toBe(1);
  });

  it('ends at submit and stays ended', async () => {
    const s = service();
    const watcher = createWatcher(s.env);
    await watcher.open();
    watcher.close();
    hide('hidden');
    hide('visible');
    expect(s.watches.size).toBe(0);
  });

  it('gives an event the last position with its age', async () => {
    const s = service();
    const watcher = createWatcher(s.env);
    await watcher.open();
    s.send(60);
    s.clock.now += 7_000;
    expect(await watcher.fix()).toMatchObject({ fix: { acc_cm: 6000, age_ms: 7000 } });
  });

  it('gives a reason and no position where there is none', async () => {
    const refused = service();
    const watcher = createWatcher(refused.env);
    await watcher.open();
    expect(await watcher.fix()).toEqual({ fix: null, no_fix: 'timeout' });
    refused.fail(1);
    expect(watcher.where.value.kind).toBe('denied');
    expect(await watcher.fix()).toEqual({ fix: null, no_fix: 'denied' });
  });

  it('keeps the best position of the visit for the distance', async () => {
    const s = service();
    const watcher = createWatcher(s.env);
    await watcher.open();
    s.send(80);
    s.send(12, 1000);
    s.send(200, 1000);
    expect(watcher.best.value?.acc_cm).toBe(1200);
  });
});
