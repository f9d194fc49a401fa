import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Phone } from '@/store/contract';
import { expectWhole } from './expect';
import type { Fault } from './office';
import { close, dice, PIN, photo, settle, start, visitWith, World } from './world';

// A shared machine may be slow; what is tested is never how long it takes.
vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeEach(async () => {
  world = await World.make();
});
afterEach(() => world.end());

describe('a network that loses, repeats and lies', () => {
  it.each(Array.from({ length: 16 }, (_, n) => n + 1))(
    'leaves nothing lost and nothing twice: seed %i',
    async (seed) => {
      world = await World.make(seed);
      const phone = await world.ready(3);
      const roll = dice(seed * 7919);
      const faults: Fault[] = ['drop-request', 'drop-response', 'portal', 'redirect', 'busy', 'error'];
      world.office.next_fault = () =>
        roll() < 0.45 ? (faults[Math.floor(roll() * faults.length)] ?? null) : null;
      const taken: string[] = [];
      for (let n = 1; n <= 3; n++) taken.push(...(await visitWith(phone, n, 2, 300_000)));
      for (let n = 0; n < 12; n++) await world.pass(600_000);
      world.office.next_fault = () => null;
      await phone.syncNow();
      expectWhole(world, taken);
      expect(world.office.ops).toHaveLength(1 + 3 * 5);
      expect(phone.outbox.items.value.map((item) => item.transfer)).toEqual(['all', 'all', 'all']);
      expect(phone.outbox.totals.value).toMatchObject({ visits_unsent: 0, ops_unsent: 0, photos_unsent: 0 });
    },
  );

  it('drains by itself: nobody has to press anything', async () => {
    const phone = await world.ready();
    world.office.next_fault = () => 'drop-request';
    const taken = await visitWith(phone, 1, 1);
    await world.pass(120_000);
    expect(phone.engine.value).toMatchObject({ reachable: false, trouble: 'offline' });
    world.office.next_fault = () => null;
    await world.pass(15 * 60_000);
    expectWhole(world, taken);
    expect(phone.engine.value).toMatchObject({ reachable: true, trouble: null });
  });

  it('tries at once when the phone comes back, whatever the back-off says', async () => {
    const phone = await world.ready();
    world.office.next_fault = () => 'drop-request';
    const taken = await visitWith(phone, 1, 1);
    for (let n = 0; n < 9; n++) await world.pass(200_000);
    world.office.next_fault = () => null;
    const seen = world.office.requests.length;
    world.awake(true);
    await world.quiet();
    expect(world.office.requests.length).toBeGreaterThan(seen);
    expectWhole(world, taken);
  });

  it('takes a portal’s page for no answer', async () => {
    const phone = await world.ready();
    world.office.next_fault = () => 'portal';
    await visitWith(phone, 1, 1);
    await phone.syncNow();
    expect(phone.engine.value).toMatchObject({ reachable: false, trouble: 'portal' });
    expect(phone.outbox.items.value[0]).toMatchObject({ transfer: 'saved', ops_sent: 0 });
  });

  it('waits as long as the server asks', async () => {
    const phone = await world.ready();
    world.office.next_fault = () => 'busy';
    await phone.syncNow();
    expect(phone.engine.value).toMatchObject({
      trouble: 'busy',
      next_try_ms: world.now_ms + 7000,
      reachable: true,
    });
  });

  it('makes batches smaller when they time out', async () => {
    const phone = await world.ready();
    world.office.next_fault = () => 'drop-request';
    const taken = await visitWith(phone, 1, 0);
    let hangs = 2;
    world.office.next_fault = (path) => (path.endsWith('/push') && hangs-- > 0 ? 'hang' : null);
    let over = false;
    const sending = phone.syncNow().finally(() => {
      over = true;
    });
    while (!over) {
      await settle();
      await world.pass(61_000, settle);
    }
    await sending;
    expectWhole(world, taken);
  });

  it('asks once when there is nothing to do, and once a batch when there is', async () => {
    const phone = await world.ready();
    world.office.requests = [];
    await phone.syncNow();
    expect(world.office.requests).toEqual(['POST /sync/v1/push']);
    world.office.next_fault = () => 'drop-request';
    await visitWith(phone, 1, 0);
    await world.quiet();
    world.office.next_fault = () => null;
    world.office.requests = [];
    await phone.syncNow();
    expect(world.office.requests).toEqual(['POST /sync/v1/push']);
  });
});

describe('framing faults', () => {
  it('hands in the one unreadable op as damaged and everything around it whole', async () => {
    const phone = await world.ready(2);
    world.office.next_fault = () => 'drop-request';
    const taken = [...(await visitWith(phone, 1, 1)), ...(await visitWith(phone, 2, 1))];
    await world.quiet();
    world.office.next_fault = () => null;
    const victim = await opIdOf(phone, 'answers.given');
    world.office.unreadable.add(victim);
    await phone.syncNow();
    const { ops, files } = world.office;
    expect(ops).toHaveLength(9);
    expect(ops.filter((op) => op.status !== 'accepted').map((op) => op.op_id)).toEqual([victim]);
    expect([...files.keys()].sort()).toEqual(taken.sort());
    expect(phone.outbox.items.value.map((item) => item.stuck?.reason)).toContain('office-looks');
  });

  it('goes round a place in the chain that can never be filled', async () => {
    const phone = await world.ready(2);
    world.office.next_fault = () => 'drop-request';
    await visitWith(phone, 1, 1);
    await visitWith(phone, 2, 1);
    await world.quiet();
    world.office.next_fault = () => null;
    const victim = await opIdOf(phone, 'answers.given');
    world.office.stubborn.add(victim);
    for (let n = 0; n < 3; n++) await phone.syncNow();
    world.office.stubborn.clear();
    for (let n = 0; n < 3; n++) await phone.syncNow();
    const { ops } = world.office;
    expect(new Set(ops.map((op) => op.op_id)).size).toBe(ops.length);
    expect(ops.filter((op) => op.kind === 'visit.closed')).toHaveLength(2);
    expect(ops.filter((op) => op.kind === 'epoch.started').length).toBeGreaterThan(1);
    expect(ops.map((op) => op.op_id)).toContain(victim);
    expect(phone.outbox.totals.value.ops_unsent).toBe(0);
    expect(world.office.files.size).toBe(2);
  });

  it('makes batches smaller until they fit', async () => {
    const phone = await world.ready(3);
    world.office.next_fault = () => 'drop-request';
    for (let n = 1; n <= 3; n++) await visitWith(phone, n, 1);
    await world.quiet();
    world.office.next_fault = () => null;
    world.office.max_body = 2200;
    await phone.syncNow();
    expect(phone.outbox.totals.value.ops_unsent).toBe(0);
    expect(world.office.ops).toHaveLength(1 + 3 * 4);
  });

  it('starts a new epoch after a fork, and the fork is at the office too', async () => {
    const phone = await world.ready(2);
    const visit = await start(phone);
    await phone.syncNow();
    const mine = world.office.ops.at(-1);
    if (mine === undefined) throw new Error('nothing sent');
    // Another copy of this browser profile has written something else at the next place.
    world.office.ops.push({
      ...mine,
      seq: mine.seq + 1,
      prev: mine.hash,
      hash: 'f'.repeat(64),
      op_id: 'elsewhere',
    });
    await close(visit);
    await phone.syncNow();
    await visitWith(phone, 2, 1);
    await phone.syncNow();
    const { ops } = world.office;
    expect(ops.filter((op) => op.status === 'fork').map((op) => op.kind)).toEqual([
      'answers.given',
      'visit.closed',
    ]);
    const second = ops.filter((op) => op.kind === 'epoch.started')[1];
    expect(second?.body).toMatchObject({ reason: 'fork', prev_epoch: mine.epoch });
    expect(ops.filter((op) => op.epoch === second?.epoch).every((op) => op.status === 'accepted')).toBe(true);
    expect(phone.outbox.totals.value.ops_unsent).toBe(0);
  });

  it('starts a new epoch when its own memory has gone back in time, even while it is locked', async () => {
    const phone = await world.ready();
    await phone.syncNow();
    const mine = world.office.ops.at(-1);
    if (mine === undefined) throw new Error('nothing sent');
    world.office.ops.push({
      ...mine,
      seq: mine.seq + 1,
      prev: mine.hash,
      hash: 'f'.repeat(64),
      op_id: 'forgotten here',
      kind: 'alarm.raised',
    });
    phone.vault.lock();
    await phone.syncNow();
    await phone.syncNow();
    const starts = world.office.ops.filter((op) => op.kind === 'epoch.started');
    expect(starts.map((op) => op.body?.['reason'])).toEqual(['enrolled', 'fork']);
    await phone.vault.unlock(PIN);
    const taken = await visitWith(phone, 1, 1);
    await phone.syncNow();
    expect(world.office.ops.filter((op) => op.status === 'fork')).toEqual([]);
    expect([...world.office.files.keys()]).toEqual(taken);
  });

  it('gives a restored office everything again, photos too', async () => {
    const phone = await world.ready(2);
    const taken = [...(await visitWith(phone, 1, 2)), ...(await visitWith(phone, 2, 1))];
    await phone.syncNow();
    expectWhole(world, taken);
    const before = world.office.ops.map((op) => op.hash);
    world.office.restore(4);
    await phone.syncNow();
    expect(world.office.ops.map((op) => op.hash)).toEqual(before);
    expectWhole(world, taken);
    expect(phone.outbox.items.value.every((item) => item.transfer === 'all')).toBe(true);
  });

  it('fills a gap when the office has lost its end without saying so', async () => {
    const phone = await world.ready(2);
    const taken = await visitWith(phone, 1, 1);
    await phone.syncNow();
    world.office.ops = world.office.ops.slice(0, 2);
    taken.push(...(await visitWith(phone, 2, 1)));
    await phone.syncNow();
    expectWhole(world, taken);
    expect(world.office.ops).toHaveLength(9);
  });
});

describe('photos', () => {
  it('come after the text, in chunks that grow, and go on where they stopped', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    world.office.next_fault = (path) => (path.includes('/uploads') ? 'drop-request' : null);
    await visit.addPhoto(photo(5, 3_000_000));
    await close(visit);
    await phone.syncNow();
    expect(world.office.ops).toHaveLength(5);
    expect(phone.outbox.items.value[0]).toMatchObject({
      transfer: 'text',
      photos_sent: 0,
      bytes_total: 3_000_000,
    });
    let left = 3;
    world.office.next_fault = (path) => (path.includes('/uploads') && left-- <= 0 ? 'drop-response' : null);
    await phone.syncNow();
    world.office.next_fault = () => null;
    world.office.requests = [];
    await phone.syncNow();
    expect(world.office.requests.filter((each) => each.startsWith('POST /sync/v1/uploads'))).toEqual([]);
    expect(world.office.requests.some((each) => each.startsWith('HEAD'))).toBe(true);
    expect(phone.outbox.items.value[0]).toMatchObject({ transfer: 'all' });
  });

  it('wait for Wi-Fi when told to, the text does not, and one tap sends them anyway', async () => {
    const phone = await world.ready();
    world.network = 'mobile';
    await phone.setWifiOnly(true);
    const taken = await visitWith(phone, 1, 1);
    await phone.syncNow();
    expect(phone.outbox.items.value[0]).toMatchObject({
      transfer: 'text',
      stuck: { reason: 'wifi-only', action: 'send-anyway' },
    });
    phone.sendAnyway();
    await phone.syncNow();
    expectWhole(world, taken);
    expect(phone.outbox.items.value[0]).toMatchObject({ transfer: 'all', stuck: null });
  });

  it('whose bytes have rotted do not hold up the others', async () => {
    const phone = await world.ready();
    world.office.next_fault = (path) => (path.includes('/uploads') ? 'drop-request' : null);
    const taken = await visitWith(phone, 1, 3);
    await phone.syncNow();
    await rot(taken[0] ?? '');
    world.office.next_fault = () => null;
    for (let n = 0; n < 4; n++) await world.pass(30_000);
    expect([...world.office.files.keys()].sort()).toEqual(taken.slice(1).sort());
    expect(phone.outbox.items.value[0]).toMatchObject({
      transfer: 'text',
      stuck: { reason: 'photo-damaged', action: 'call-office' },
    });
    await expect(phone.visits.photo(taken[0] ?? '', 'full')).rejects.toMatchObject({ code: 'photo-damaged' });
  });

  it('that were taken twice are one file', async () => {
    const phone = await world.ready(2);
    const one = await start(phone);
    const two = await start(phone, '0d3f9c1e-7b52-4a86-b1c4-000000000002');
    await one.addPhoto(photo(1));
    await two.addPhoto(photo(1));
    await Promise.all([close(one), close(two)]);
    await phone.syncNow();
    expect(world.office.files.size).toBe(1);
    expect(phone.outbox.items.value.map((item) => item.transfer)).toEqual(['all', 'all']);
  });
});

/** The id of a kind's first op that waits, as it lies in the database. */
async function opIdOf(phone: Phone, kind: string): Promise<string> {
  const rows = await table<{ op_id: string; kind: string; pos: number }>(phone, 'ops');
  return rows.filter((row) => row.kind === kind).sort((a, b) => a.pos - b.pos)[0]?.op_id ?? '';
}

function connect(phone: Phone): Promise<IDBDatabase> {
  return new Promise((done) => {
    const asked = indexedDB.open(`fangcha-${phone.accounts.current.value?.device}`);
    asked.onsuccess = () => done(asked.result);
  });
}

async function table<T>(phone: Phone, name: string): Promise<T[]> {
  const db = await connect(phone);
  const rows = await new Promise<T[]>((done) => {
    const asked = db.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result as T[]);
  });
  db.close();
  return rows;
}

/** One bit of a photo's first segment flips on the disk. */
async function rot(sha256: string): Promise<void> {
  const phone = world.phones[0] as Phone;
  const db = await connect(phone);
  await new Promise<void>((done) => {
    const tx = db.transaction('segments', 'readwrite');
    const store = tx.objectStore('segments');
    const asked = store.get([sha256, 0]);
    asked.onsuccess = () => {
      const bytes = new Uint8Array(asked.result as ArrayBuffer);
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      store.put(bytes.buffer, [sha256, 0]);
    };
    tx.oncomplete = () => done();
  });
  db.close();
}
