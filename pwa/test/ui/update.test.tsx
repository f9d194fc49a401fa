// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdBusy } from '@/app/busy';
import { startUpdates, UpdateBanner } from '@/app/update';
import { mount, settle, tap } from './mount';

class Worker extends EventTarget {
  posted: unknown[] = [];
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

class Registration extends EventTarget {
  waiting: Worker | null = null;
  installing: Worker | null = null;
  update = vi.fn(async () => undefined);
}

let registration: Registration;
let container: EventTarget & { controller: object | null; register: () => Promise<Registration> };
const reload = vi.fn();

const banner = (): HTMLElement | null => document.querySelector('.update');
const show = async (engineBusy = false): Promise<void> => {
  mount(<UpdateBanner engineBusy={engineBusy} />);
  await settle();
};

async function newVersion(): Promise<Worker> {
  const worker = new Worker();
  registration.installing = worker;
  registration.dispatchEvent(new Event('updatefound'));
  registration.waiting = worker;
  worker.dispatchEvent(new Event('statechange'));
  await settle();
  return worker;
}

beforeEach(async () => {
  vi.stubEnv('PROD', true);
  registration = new Registration();
  container = Object.assign(new EventTarget(), { controller: {}, register: async () => registration });
  Object.defineProperty(navigator, 'serviceWorker', { value: container, configurable: true });
  Object.defineProperty(location, 'reload', { value: reload, configurable: true });
  reload.mockClear();
  startUpdates();
  await settle();
});

afterEach(() => vi.unstubAllEnvs());

describe('a new version', () => {
  it('is offered, and brought in only by the tap', async () => {
    const worker = await newVersion();
    await show();
    expect(banner()?.textContent).toBe('有新版本，点此更新');
    expect(worker.posted).toEqual([]);
    tap(banner() as HTMLElement);
    expect(worker.posted).toEqual([{ type: 'activate' }]);
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).toHaveBeenCalledOnce();
  });

  it('waits while a form is open, and while the engine sends', async () => {
    await newVersion();
    const release = holdBusy('form');
    await show();
    expect(banner()).toBeNull();
    release();
    await show(true);
    expect(banner()).toBeNull();
    await show();
    expect(banner()).not.toBeNull();
  });

  it('does not reload a page that did not ask, when another tab updates', async () => {
    await newVersion();
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).not.toHaveBeenCalled();
  });
});
