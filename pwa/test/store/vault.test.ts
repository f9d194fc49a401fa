import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isWeakPin, waitAfter } from '@/store/vault';
import { ASSIGNMENT, close, PIN, photo, settle, start, World } from '../sync/world';
import { fault, Knife } from './knife';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeEach(async () => {
  world = await World.make();
});
afterEach(() => world.end());

describe('PIN', () => {
  it('is refused when anybody would guess it', () => {
    for (const pin of ['000000', '123456', '654321', '890123', '12345', '1234567', 'abcdef'])
      expect(isWeakPin(pin), pin).toBe(true);
    expect(isWeakPin(PIN)).toBe(false);
  });

  it('makes people wait longer and longer when it is wrong, over a reload too, and wipes nothing', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    await visit.setAnswer('fees', 'no');
    const page = await world.page();
    const waits: unknown[] = [];
    for (let n = 0; n < 6; n++) {
      const error = await page.vault.unlock('999998').catch((caught: unknown) => caught);
      waits.push((error as { params: { wait_ms: number } }).params.wait_ms);
      world.now_ms += waitAfter(n + 1);
    }
    expect(waits).toEqual([0, 0, 5_000, 15_000, 60_000, 300_000]);
    await page.vault.unlock('999998').catch(() => undefined);
    const reloaded = await world.page();
    expect(reloaded.vault.wait_until_ms.value).toBeGreaterThan(world.now_ms);
    await expect(reloaded.vault.unlock(PIN)).rejects.toMatchObject({ code: 'pin-wait' });
    world.now_ms -= 86_400_000;
    await expect(reloaded.vault.unlock(PIN)).rejects.toMatchObject({ code: 'pin-wait' });
    world.now_ms += 2 * 86_400_000;
    await reloaded.vault.unlock(PIN);
    expect((await reloaded.visits.open(visit.visit_id)).draft.value.answers).toEqual({ fees: 'no' });
  });

  it('can be changed, and the old one opens nothing any more', async () => {
    const phone = await world.ready();
    await phone.vault.changePin(PIN, '771204');
    const page = await world.page();
    await expect(page.vault.unlock(PIN)).rejects.toMatchObject({ code: 'wrong-pin' });
    await page.vault.unlock('771204');
    expect(page.rows.households.value.size).toBe(1);
  });

  it('guards a task without opening or closing anything', async () => {
    const phone = await world.ready();
    await expect(phone.vault.checkPin('111112')).rejects.toMatchObject({ code: 'wrong-pin' });
    await phone.vault.checkPin(PIN);
    expect(phone.vault.state.value).toBe('unlocked');
  });

  it('is not needed to send: a locked phone hands in everything', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    await visit.addPhoto(photo());
    world.office.next_fault = () => 'drop-request';
    await close(visit);
    await settle();
    world.office.next_fault = () => null;
    const locked = await world.page();
    expect(locked.vault.state.value).toBe('locked');
    await locked.syncNow();
    expect(locked.outbox.items.value[0]).toMatchObject({ transfer: 'all', household: null });
    expect(world.office.ops.at(-1)).toMatchObject({ kind: 'visit.closed', signed: true });
    expect(world.office.files.size).toBe(1);
  });

  it('forgotten, costs no closed work, and the same household can be worked on again', async () => {
    const phone = await world.ready(2);
    const visit = await start(phone);
    await visit.addPhoto(photo());
    world.office.next_fault = () => 'drop-request';
    await close(visit);
    const left = await start(phone, '0d3f9c1e-7b52-4a86-b1c4-000000000002');
    await left.setAnswer('fees', 'yes');
    await settle();
    world.office.next_fault = () => null;
    const page = await world.page();
    await page.accounts.refreshSession();
    await page.vault.replaceForgottenPin('550912');
    await page.syncNow();
    expect(world.office.ops.filter((op) => op.kind === 'visit.closed')).toHaveLength(1);
    expect(world.office.files.size).toBe(1);
    expect(page.rows.households.value.size).toBe(2);
    const again = await start(page, '0d3f9c1e-7b52-4a86-b1c4-000000000002');
    await again.addPhoto(photo(2));
    await close(again);
    await page.syncNow();
    expect(world.office.ops.every((op) => op.status === 'accepted')).toBe(true);
    expect(world.office.files.size).toBe(2);
  });

  it('cannot be replaced without the account’s own live session', async () => {
    await world.ready();
    world.office.session = null;
    const page = await world.page();
    await page.accounts.refreshSession();
    await expect(page.vault.replaceForgottenPin('550912')).rejects.toMatchObject({ code: 'signed-out' });
  });
});

describe('auto-lock', () => {
  it('comes after five quiet minutes and takes every name out of memory', async () => {
    const phone = await world.ready();
    await world.pass(4 * 60_000);
    phone.vault.touch();
    await world.pass(4 * 60_000);
    expect(phone.vault.state.value).toBe('unlocked');
    await world.pass(2 * 60_000);
    expect(phone.vault.state.value).toBe('locked');
    expect(phone.rows.households.value.size).toBe(0);
    expect(phone.rows.find('')).toEqual([]);
    await expect(start(phone)).rejects.toMatchObject({ code: 'locked' });
  });

  it('waits while the camera or a form is open', async () => {
    const phone = await world.ready();
    const release = phone.vault.holdUnlocked('camera');
    expect(phone.busy.value).toBe(true);
    await world.pass(30 * 60_000);
    expect(phone.vault.state.value).toBe('unlocked');
    release();
    release();
    await world.pass(4 * 60_000);
    expect(phone.vault.state.value).toBe('unlocked');
    await world.pass(2 * 60_000);
    expect(phone.vault.state.value).toBe('locked');
  });

  it('lets an answer that was just given reach the disk', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    const saving = visit.setAnswer('fees', 'yes');
    phone.vault.lock();
    await saving;
    await phone.vault.unlock(PIN);
    expect((await phone.visits.open(visit.visit_id)).draft.value.answers).toEqual({ fees: 'yes' });
  });

  it('comes at once when the phone wakes after a long sleep', async () => {
    const phone = await world.ready();
    world.now_ms += 3_600_000;
    world.awake(true);
    await settle();
    expect(phone.vault.state.value).toBe('locked');
  });
});

describe('a browser that cannot keep a key object', () => {
  it('signs all the same, once the PIN has been given', async () => {
    const knife = new Knife();
    knife.refuse((value) => holdsKey(value), fault('DataCloneError'));
    try {
      const phone = await world.ready();
      await close(await start(phone));
      await phone.syncNow();
      const page = await world.page();
      await page.vault.unlock(PIN);
      await page.visits.raiseAlarm({
        alarm: 'fire',
        target: { kind: 'household', id: ASSIGNMENT },
        fix: null,
      });
      await page.syncNow();
    } finally {
      knife.remove();
    }
    expect(world.office.ops).toHaveLength(5);
    expect(world.office.ops.every((op) => op.signed)).toBe(true);
  });

  it('sends unsigned while it is locked, rather than not at all', async () => {
    const knife = new Knife();
    knife.refuse((value) => holdsKey(value), fault('DataCloneError'));
    try {
      const phone = await world.ready();
      world.office.next_fault = () => 'drop-request';
      await close(await start(phone));
      await world.quiet();
      world.office.next_fault = () => null;
      const page = await world.page();
      await page.syncNow();
    } finally {
      knife.remove();
    }
    expect(world.office.ops.map((op) => op.signed)).toEqual([true, false, false, false]);
  });
});

describe('a browser that has thrown the keys away', () => {
  it('asks for a new sign-in and begins as a new device', async () => {
    const phone = await world.ready();
    const device = phone.accounts.current.value?.device;
    await phone.close();
    await new Promise((done) => {
      indexedDB.deleteDatabase(`fangcha-${device}`).onsuccess = done;
    });
    const page = await world.page();
    expect(page.accounts.current.value).toBeNull();
    await page.accounts.signIn('wang', 'right');
    expect(page.vault.state.value).toBe('new');
    await page.vault.setPin(PIN);
    await page.syncNow();
    expect(world.office.devices.size).toBe(2);
    expect(page.accounts.list.value).toHaveLength(1);
    expect(world.office.ops.filter((op) => op.kind === 'epoch.started')).toHaveLength(2);
  });
});

const holdsKey = (value: unknown): boolean =>
  value instanceof CryptoKey ||
  (typeof value === 'object' && value !== null && 'key' in value && value.key instanceof CryptoKey);
