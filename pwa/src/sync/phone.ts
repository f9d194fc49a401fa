/** Puts store and engine together into the one thing that the screens hold. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { EngineStatus, Phone, StorageState } from '@/store/contract';
import { type Device, openDevice } from '@/store/device';
import { browserEnv, type Env } from '@/store/env';
import { PhoneError } from '@/store/errors';
import { OutboxView } from '@/store/outbox';
import { Register } from '@/store/register';
import { Replica } from '@/store/replica';
import { PinVault } from '@/store/vault';
import { VisitDesk } from '@/store/visits';
import { type Browser, browser as realBrowser } from './browser';
import type { Engine, Surroundings } from './engine';
import { People } from './session';
import { type Cause, FIRST } from './status';

const WIFI_ONLY = 'wifi_only';
const BEAT = 'sync_beat_ms';
/** A tab that holds the lock and has not moved for this long is frozen. */
const FROZEN_MS = 90_000;

class PocketPhone implements Phone {
  private readonly device = signal<Device | null>(null);
  private readonly opened = new Map<string, Device>();
  private readonly wifi = signal(false);
  private readonly anyway = signal(false);
  private readonly room = signal<StorageState>({
    persisted: null,
    free_bytes: null,
    used_bytes: null,
    failing: null,
  });
  private readonly status = signal<EngineStatus>(FIRST);
  private courier: Promise<Engine> | null = null;
  private closed = false;
  private holds_lock = false;
  private beat_ms = 0;
  private readonly register = new Register((trouble) => this.trouble(trouble));
  private readonly endings: (() => void)[] = [];
  private readonly channel: { tell(message: string): void; close(): void };

  readonly rows: Replica;
  readonly vault: PinVault;
  readonly visits: VisitDesk;
  readonly outbox: OutboxView;
  readonly accounts: People;
  readonly storage: ReadonlySignal<StorageState> = this.room;
  readonly wifi_only: ReadonlySignal<boolean> = this.wifi;
  readonly busy: ReadonlySignal<boolean>;

  constructor(
    private readonly env: Env,
    private readonly browser: Browser,
  ) {
    const here = (): Device | null => this.device.peek();
    this.rows = new Replica(here, env, () => this.visits.warm());
    this.vault = new PinVault(here, env, {
      unlocked: () => this.unlocked(),
      locked: () => this.locked(),
      begin: async (device) => (await import('@/store/book')).begin(device),
      mayReplace: () => {
        if (!this.accounts.isOwn()) throw new PhoneError('signed-out');
      },
    });
    this.visits = new VisitDesk(here, this.rows, (urgent) => this.written(urgent));
    this.outbox = new OutboxView(here, () => this.others(), this.rows, env);
    this.accounts = new People(this.register, env, {
      open: (id) => this.open(id),
      current: here,
      show: (device) => this.show(device),
      unsentVisits: () => this.outbox.totals.value.visits_unsent,
    });
    this.busy = computed(() => {
      const sending = this.status.value.sending?.phase === 'photos';
      return this.visits.handles.value > 0 || this.vault.holds.value > 0 || sending;
    });
    this.channel = browser.channel((message) => this.heard(message));
    this.endings.push(
      browser.onWake((awake) => this.wake(awake)),
      effect(() => this.explain()),
      // A sign-in may bring a new token: what waited for it goes at once.
      effect(() => {
        if (this.accounts.session.value.kind === 'live') void this.kick('wake');
      }),
    );
  }

  get engine(): ReadonlySignal<EngineStatus> {
    return this.status;
  }

  async begin(): Promise<void> {
    this.wifi.value = (await this.register.setting<boolean>(WIFI_ONLY)) ?? false;
    await this.accounts.recall();
    await Promise.all([this.outbox.refresh(), this.refreshStorage()]);
    void this.accounts.refreshSession();
    void this.kick('start');
  }

  private around(): Surroundings {
    const here = (): Device | null => this.device.peek();
    return {
      env: this.env,
      current: here,
      others: () => this.others(),
      replica: this.rows,
      mayPull: () => this.vault.state.value === 'unlocked' && this.ownOrUnknown(),
      heardSession: (live) => this.accounts.heard(live),
      renew: (device) => this.renew(device),
      photosMay: () => this.photosMay(),
      alone: (work) => this.alone(work),
      changed: () => this.changed(),
      pulled: () => this.channel.tell(`rows ${here()?.id ?? ''}`),
    };
  }

  /** The courier's code comes after the first screen; without it (no network, no worker yet) the next kick asks again. */
  private fetchCourier(): Promise<Engine> {
    this.courier ??= import('./engine').then(({ Engine }) => new Engine(this.around(), this.status));
    this.courier.catch(() => {
      this.courier = null;
    });
    return this.courier;
  }

  private async kick(cause: Cause): Promise<void> {
    if (this.closed) return;
    await this.fetchCourier()
      .then((courier) => courier.kick(cause))
      .catch(() => undefined);
  }

  private open(id: string): Device {
    const known = this.opened.get(id);
    if (known !== undefined) return known;
    const device = openDevice(id, this.env, (trouble) => this.trouble(trouble));
    this.opened.set(id, device);
    return device;
  }

  private async others(): Promise<readonly Device[]> {
    const accounts = await this.register.accounts();
    const own = this.device.peek()?.id;
    return accounts.filter((row) => row.enrolled && row.device !== own).map((row) => this.open(row.device));
  }

  private async show(device: Device | null): Promise<void> {
    const before = this.device.peek();
    if (before !== null) {
      await this.locked();
      before.keys.lock();
    }
    this.device.value = device;
    await this.vault.arrive();
    await this.outbox.refresh();
  }

  private async unlocked(): Promise<void> {
    await this.rows.load();
    await Promise.all([this.visits.load(), this.outbox.refresh()]);
    void this.visits.warm().catch(() => undefined);
    // After the state has changed, because only then rows may be pulled.
    this.env.later(0, () => void this.kick('wake'));
  }

  private async locked(): Promise<void> {
    await this.visits.lock();
    this.rows.clear();
    this.outbox.clear();
    this.env.later(0, () => this.changed());
  }

  private ownOrUnknown(): boolean {
    const { kind } = this.accounts.session.value;
    return kind === 'unknown' || this.accounts.isOwn();
  }

  private async renew(device: Device): Promise<boolean> {
    if (device.id !== this.device.peek()?.id || !this.accounts.isOwn()) return false;
    try {
      await this.accounts.renew(device);
      return true;
    } catch (error) {
      if (error instanceof PhoneError && error.code.startsWith('storage')) throw error;
      return false;
    }
  }

  private photosMay(): boolean {
    return !this.wifi.value || this.anyway.value || this.browser.network() === 'wifi';
  }

  private explain(): void {
    const refused = this.status.value.needs_sign_in;
    const wifi = this.wifi.value && !this.anyway.value && this.browser.network() !== 'wifi';
    this.outbox.hold.value = { refused, wifi };
  }

  private async alone(work: () => Promise<void>): Promise<boolean> {
    const run = async (): Promise<void> => {
      await this.beat();
      this.holds_lock = true;
      try {
        await work();
      } finally {
        this.holds_lock = false;
      }
    };
    if (await this.browser.alone('fangcha-sync', run, false)) return true;
    const last = (await this.register.setting<number>(BEAT)) ?? 0;
    // A frozen tab keeps its lock for ever on some systems. Two couriers at once do no harm.
    return Math.abs(this.env.now() - last) > FROZEN_MS
      ? this.browser.alone('fangcha-sync', run, true)
      : false;
  }

  private written(urgent: boolean): void {
    this.changed();
    void this.kick(urgent ? 'urgent' : 'save');
  }

  private changed(): void {
    void this.outbox.refresh().catch(() => undefined);
    this.channel.tell(`work ${this.device.peek()?.id ?? ''}`);
    if (this.holds_lock && this.env.now() - this.beat_ms > FROZEN_MS / 6)
      void this.beat().catch(() => undefined);
  }

  /** Another tab wrote or pulled. */
  private heard(message: string): void {
    const [what, device] = message.split(' ');
    if (device === undefined || device !== this.device.peek()?.id) return;
    void this.outbox.refresh().catch(() => undefined);
    if (this.vault.state.value !== 'unlocked') return;
    void (what === 'rows' ? this.rows.load() : this.visits.load()).catch(() => undefined);
  }

  private async beat(): Promise<void> {
    this.beat_ms = this.env.now();
    await this.register.setSetting(BEAT, this.beat_ms);
  }

  private wake(awake: boolean): void {
    if (!awake) {
      void this.courier?.then((courier) => courier.rest()).catch(() => undefined);
      return;
    }
    this.vault.watch();
    void this.refreshStorage();
    void this.kick('wake');
  }

  private trouble(failing: StorageState['failing']): void {
    if (this.room.peek().failing !== failing) this.room.value = { ...this.room.peek(), failing };
  }

  async refreshStorage(): Promise<void> {
    const found = await this.browser.storage();
    this.room.value = { ...this.room.value, ...found };
  }

  async askPersistence(): Promise<boolean> {
    const persisted = await this.browser.persist();
    await this.refreshStorage();
    return persisted;
  }

  async syncNow(): Promise<void> {
    if (this.accounts.session.value.kind !== 'live') await this.accounts.refreshSession();
    await this.fetchCourier()
      .then((courier) => courier.again())
      .catch(() => undefined);
    await this.outbox.refresh().catch(() => undefined);
  }

  async setWifiOnly(on: boolean): Promise<void> {
    await this.register.setSetting(WIFI_ONLY, on);
    this.wifi.value = on;
    this.anyway.value = false;
    void this.kick('save');
  }

  sendAnyway(): void {
    this.anyway.value = true;
    void this.kick('user');
  }

  async close(): Promise<void> {
    this.closed = true;
    (await this.courier?.catch(() => null))?.close();
    for (const end of this.endings) end();
    this.channel.close();
    await Promise.all([...this.opened.values()].map((device) => device.db.close()));
    await this.register.close();
  }
}

/** Once a page. Rejects `storage-none` or `storage-dead` where this browser cannot keep anything. */
export async function openPhone(env: Env = browserEnv(), browser: Browser = realBrowser): Promise<Phone> {
  const phone = new PocketPhone(env, browser);
  await phone.begin();
  return phone;
}
