// One phone and one office, with time, chance and network in the test's hand.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { sha256Hex } from '@/protocol/hash';
import type { HouseholdRow, Phone, User, VisitHandle } from '@/store/contract';
import type { Env } from '@/store/env';
import type { Browser } from '@/sync/browser';
import { openPhone } from '@/sync/phone';
import { vectors } from '../protocol/vectors';
import { Office } from './office';

export const WANG: User = {
  id: '11111111-1111-4111-8111-111111111111',
  name: '王核查',
  login: 'wang',
  number: '07',
  roles: ['inspector'],
  org: { id: '99999999-9999-4999-8999-999999999999', name: '省低保中心', division_code: '35' },
};
export const LI: User = { ...WANG, id: '22222222-2222-4222-8222-222222222222', name: '李核查', login: 'li' };
export const CHEN: User = {
  ...WANG,
  id: '33333333-3333-4333-8333-333333333333',
  login: 'chen',
  roles: ['reviewer'],
};
export const PIN = '204871';
export const ASSIGNMENT = '0d3f9c1e-7b52-4a86-b1c4-2f9e83d7a610';

const written = vectors<{ definition: object; roster: Record<string, unknown> }>('checklist');
export const DEFINITION = JSON.stringify(written.definition);
export const CHECKLIST = { id: 'sample-form', version: 3, sha256: sha256Hex(DEFINITION) };

export function household(n: number): HouseholdRow {
  return {
    ...(written.roster as unknown as HouseholdRow),
    id: `7c0f0d2e-5a3b-4c1d-9e8f-${String(n).padStart(12, '0')}`,
    number: `H3F7K${String(n).padStart(4, '0')}`,
    name: n === 1 ? '钱德明' : `赵${n}`,
    initials: n === 1 ? 'qdm' : 'z',
    village: { code: '350722001001', name: n % 2 === 1 ? '石桥村' : '东岭村' },
    town: { code: '350722001', name: '石桥镇' },
    group: '3组',
  } as HouseholdRow;
}

export function assignment(n: number) {
  return {
    id: n === 1 ? ASSIGNMENT : `0d3f9c1e-7b52-4a86-b1c4-${String(n).padStart(12, '0')}`,
    campaign: '350722-2026-RC',
    sealed: false,
    area: { code: '350722001', name: '石桥镇' },
    window: { from_ms: 0, to_ms: 1 },
    due_day: '2026-11-30',
    team: { id: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', name: '一组' },
    target: { kind: 'household', id: household(n).id },
    leader: WANG.id,
    partner: LI.id,
    attempt: 1,
    checklist: CHECKLIST,
    state: 'open',
  };
}

/** Seeded, so that a failing run can be run again. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class World {
  now_ms = 1_795_478_400_000;
  timers: { at_ms: number; act: () => void }[] = [];
  network: 'wifi' | 'mobile' | 'unknown' = 'wifi';
  awake: (awake: boolean) => void = () => undefined;
  phones: Phone[] = [];

  private constructor(
    readonly office: Office,
    private readonly roll: () => number,
  ) {}

  static async make(seed = 1): Promise<World> {
    globalThis.indexedDB = new IDBFactory();
    const office = await Office.open([WANG, LI, CHEN]);
    office.definitions.set(CHECKLIST.sha256, DEFINITION);
    return new World(office, dice(seed));
  }

  /** One assigned household after the other, as many as wished. */
  assign(count: number): void {
    for (let n = 1; n <= count; n++) {
      const rev = this.office.rows.length + 1;
      this.office.rows.push({
        kind: 'assignment',
        id: assignment(n).id,
        rev,
        audience: 'all',
        data: assignment(n),
      });
      this.office.rows.push({
        kind: 'household',
        id: household(n).id,
        rev: rev + 1,
        audience: 'all',
        data: household(n),
      });
    }
  }

  env(): Env {
    return {
      now: () => this.now_ms,
      mono: () => this.now_ms - 1_795_478_400_000 + 500,
      random: (into) => {
        for (let i = 0; i < into.length; i++) into[i] = Math.floor(this.roll() * 256);
        return into;
      },
      later: (ms, act) => {
        const timer = { at_ms: this.now_ms + ms, act };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((each) => each !== timer);
        };
      },
      fetch: this.office.fetch,
      boot: 'c0ffee01',
      pin_iterations: 10,
    };
  }

  private browser(): Browser {
    return {
      onWake: (call) => {
        this.awake = call;
        return () => undefined;
      },
      visible: () => true,
      network: () => this.network,
      alone: async (_name, work) => {
        await work();
        return true;
      },
      storage: async () => ({ persisted: false, free_bytes: 1e9, used_bytes: 1e6 }),
      persist: async () => true,
      channel: () => ({ tell: () => undefined, close: () => undefined }),
    };
  }

  /** A page is opened; an earlier one of the same world may just as well have been killed. */
  async page(): Promise<Phone> {
    const phone = await openPhone(this.env(), this.browser());
    this.phones.push(phone);
    await settle();
    return phone;
  }

  /** Signed in, PIN set, everything pulled. */
  async ready(count = 1): Promise<Phone> {
    this.assign(count);
    const phone = await this.page();
    await phone.accounts.signIn('wang', 'right');
    await phone.vault.setPin(PIN);
    await phone.syncNow();
    return phone;
  }

  /** Lets time pass and runs what was waiting for it. */
  async pass(ms: number, rest: () => Promise<void> = () => this.quiet()): Promise<void> {
    const until = this.now_ms + ms;
    for (;;) {
      const due = this.timers.filter((timer) => timer.at_ms <= until).sort((a, b) => a.at_ms - b.at_ms)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.now_ms = Math.max(this.now_ms, due.at_ms);
      due.act();
      await rest();
    }
    this.now_ms = until;
  }

  /** Until no round is under way on any page. */
  async quiet(): Promise<void> {
    await settle();
    for (const phone of this.phones) {
      const { courier } = phone as unknown as { courier: Promise<{ running: Promise<void> | null }> | null };
      const engine = await courier;
      while (engine != null && engine.running !== null) await engine.running;
    }
    await settle();
  }

  async end(): Promise<void> {
    this.office.next_fault = () => null;
    for (const phone of this.phones) await phone.close();
    await this.quiet();
  }
}

/** Lets promises and fake transactions that are under way come to an end. */
export async function settle(turns = 30): Promise<void> {
  for (let n = 0; n < turns; n++) await new Promise((done) => setImmediate(done));
}

export function jpeg(size: number, seed = 1): ArrayBuffer {
  const bytes = new Uint8Array(size);
  const roll = dice(seed);
  for (let i = 0; i < size; i += 7) bytes[i] = roll() * 256;
  bytes.set([0xff, 0xd8, 0xff]);
  return bytes.buffer;
}

export const FIX = {
  lat_e7: 268_000_000,
  lon_e7: 1_177_000_000,
  acc_cm: 1200,
  t_ms: 5,
  age_ms: 0,
  datum: 'wgs84' as const,
};

export function start(phone: Phone, id = ASSIGNMENT): Promise<VisitHandle> {
  return phone.visits.start({
    from: { assignment: id },
    leader: WANG.id,
    partner: LI.id,
    partner_way: 'same_phone',
    fix: FIX,
  });
}

export const photo = (seed = 1, size = 5000, shot = 'door') => ({
  bytes: jpeg(size, seed),
  mime: 'image/jpeg' as const,
  thumb: jpeg(200, seed),
  shot,
  w: 2048,
  h: 1536,
  source: 'camera' as const,
  covered: false,
  fix: FIX,
});

export const close = (visit: VisitHandle) => visit.close({ result: 'ABSENT', fix: FIX });

/** One closed visit with so many photos; resolves with their hashes. */
export async function visitWith(phone: Phone, n: number, photos: number, size = 4000): Promise<string[]> {
  const id = n === 1 ? undefined : `0d3f9c1e-7b52-4a86-b1c4-${String(n).padStart(12, '0')}`;
  const visit = await start(phone, id);
  await visit.setAnswer('fees', 'no');
  const taken: string[] = [];
  for (let i = 0; i < photos; i++) taken.push((await visit.addPhoto(photo(100 * n + i, size))).sha256);
  await close(visit);
  return taken;
}
