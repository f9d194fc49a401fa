/** The PIN as the screens meet it: choosing, opening, waiting after wrong ones, and locking by itself. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Release, Vault, VaultState } from './contract';
import type { Device } from './device';
import type { Env } from './env';
import { PhoneError } from './errors';
import type { PinTries } from './tables';

export const IDLE_MS = 5 * 60_000;
/** After the 3rd, 4th, … wrong PIN in a row. Never more than this, and never a wipe: a forgotten PIN must cost no work. */
const WAITS_S = [5, 15, 60, 300, 900];

export const waitAfter = (failed: number): number =>
  failed < 3 ? 0 : (WAITS_S[Math.min(failed - 3, WAITS_S.length - 1)] ?? 0) * 1000;

const STEPS = ['0123456789', '9876543210'];

export function isWeakPin(pin: string): boolean {
  if (!/^[0-9]{6}$/.test(pin)) return true;
  return new Set(pin).size === 1 || STEPS.some((steps) => `${steps}${steps}`.includes(pin));
}

export class PinVault implements Vault {
  private readonly now = signal<VaultState>('none');
  private readonly wait = signal(0);
  readonly state: ReadonlySignal<VaultState> = this.now;
  readonly wait_until_ms: ReadonlySignal<number> = this.wait;
  /** How many holds there are. */
  readonly holds = signal(0);
  private touched_ms = 0;
  private cancel: () => void = () => undefined;
  private locking: Promise<void> = Promise.resolve();

  constructor(
    private readonly device: () => Device | null,
    private readonly env: Env,
    private readonly events: {
      unlocked(): Promise<void>;
      locked(): Promise<void>;
      begin(device: Device): Promise<void>;
      mayReplace(): void;
    },
  ) {}

  private need(): Device {
    const device = this.device();
    if (device === null) throw new PhoneError('not-enrolled');
    return device;
  }

  /** For the account that has just become the current one. */
  async arrive(): Promise<void> {
    const device = this.device();
    if (device === null) {
      this.now.value = 'none';
      return;
    }
    this.wait.value = (await this.tries(device)).until_ms;
    this.now.value = (await device.keys.hasPin()) ? 'locked' : 'new';
  }

  private async tries(device: Device): Promise<PinTries> {
    const known = await device.db.read(
      ['meta'],
      (tx) => tx.objectStore('meta').get('pin') as Promise<PinTries | undefined>,
    );
    if (known === undefined) return { failed: 0, since_ms: 0, until_ms: 0 };
    const now = this.env.now();
    // A clock set back starts the wait again rather than ending it.
    return now < known.since_ms
      ? { ...known, since_ms: now, until_ms: now + waitAfter(known.failed) }
      : known;
  }

  private async setTries(device: Device, tries: PinTries): Promise<void> {
    await device.db.write(['meta'], (tx) => tx.objectStore('meta').put(tries, 'pin'));
    this.wait.value = tries.until_ms;
  }

  /** Counts the try before the key is derived, so that a reload in between forgets nothing. */
  private async guarded<T>(device: Device, open: () => Promise<T>): Promise<T> {
    const tries = await this.tries(device);
    const now = this.env.now();
    if (now < tries.until_ms) {
      this.wait.value = tries.until_ms;
      throw new PhoneError('pin-wait', { wait_ms: tries.until_ms - now });
    }
    const failed = tries.failed + 1;
    const wait_ms = waitAfter(failed);
    await this.setTries(device, { failed, since_ms: now, until_ms: now + wait_ms });
    try {
      const opened = await open();
      await this.setTries(device, { failed: 0, since_ms: 0, until_ms: 0 });
      return opened;
    } catch (error) {
      if (!(error instanceof PhoneError && error.code === 'wrong-pin')) {
        await this.setTries(device, tries).catch(() => undefined);
        throw error;
      }
      throw new PhoneError('wrong-pin', { wait_ms });
    }
  }

  private async opened(): Promise<void> {
    await this.locking;
    await this.events.unlocked();
    this.now.value = 'unlocked';
    this.touch();
    this.watch();
  }

  async setPin(pin: string): Promise<void> {
    const device = this.need();
    if (isWeakPin(pin)) throw new PhoneError('pin-weak');
    if (await device.keys.hasPin()) throw new PhoneError('locked');
    await device.keys.newDataKey(pin);
    await this.events.begin(device);
    await this.opened();
  }

  async unlock(pin: string): Promise<void> {
    const device = this.need();
    await this.locking;
    await this.guarded(device, () => device.keys.unlock(pin));
    // A kill between the first PIN and the first op leaves a chain that has not begun.
    await this.events.begin(device);
    await this.opened();
  }

  async checkPin(pin: string): Promise<void> {
    const device = this.need();
    await this.guarded(device, () => device.keys.checkPin(pin));
  }

  async changePin(old_pin: string, new_pin: string): Promise<void> {
    const device = this.need();
    if (isWeakPin(new_pin)) throw new PhoneError('pin-weak');
    await this.guarded(device, () => device.keys.changePin(old_pin, new_pin));
  }

  async replaceForgottenPin(new_pin: string): Promise<void> {
    const device = this.need();
    this.events.mayReplace();
    if (isWeakPin(new_pin)) throw new PhoneError('pin-weak');
    await this.events.locked();
    await device.keys.newDataKey(new_pin);
    await this.setTries(device, { failed: 0, since_ms: 0, until_ms: 0 });
    await this.events.begin(device);
    await this.opened();
  }

  lock(): void {
    if (this.now.value !== 'unlocked') return;
    this.cancel();
    this.now.value = 'locked';
    const device = this.device();
    this.locking = this.events
      .locked()
      .catch(() => undefined)
      .then(() => {
        if (this.now.value === 'locked') device?.keys.lock();
      });
  }

  touch(): void {
    this.touched_ms = this.env.now();
  }

  holdUnlocked(): Release {
    let held = true;
    this.holds.value += 1;
    return () => {
      if (!held) return;
      held = false;
      this.holds.value -= 1;
      this.touch();
    };
  }

  /** Also called when the page comes back: timers do not run while a phone sleeps. */
  watch(): void {
    this.cancel();
    if (this.now.value !== 'unlocked') return;
    const left = this.touched_ms + IDLE_MS - this.env.now();
    if (left <= 0 && this.holds.value === 0) this.lock();
    else this.cancel = this.env.later(left > 0 ? left : 30_000, () => this.watch());
  }
}
