import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectWhole } from './expect';
import { household, PIN, start, visitWith, World } from './world';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeEach(async () => {
  world = await World.make();
});
afterEach(() => world.end());

describe('accounts', () => {
  it('sends without a session and pulls only with one', async () => {
    const phone = await world.ready();
    world.office.session = null;
    const taken = await visitWith(phone, 1, 1);
    await phone.syncNow();
    expectWhole(world, taken);
    expect(phone.accounts.session.value.kind).toBe('none');
    expect(phone.engine.value.needs_sign_in).toBe(false);
  });

  it('keeps everything when the token is refused, and goes on after the next sign-in', async () => {
    const phone = await world.ready();
    for (const device of world.office.devices.values()) device.token = 'revoked';
    world.office.session = null;
    const taken = await visitWith(phone, 1, 1);
    await phone.syncNow();
    expect(phone.engine.value.needs_sign_in).toBe(true);
    expect(phone.outbox.items.value[0]).toMatchObject({
      transfer: 'saved',
      stuck: { reason: 'sign-in', action: 'sign-in' },
    });
    await phone.accounts.signIn('wang', 'right');
    await phone.syncNow();
    expectWhole(world, taken);
    expect(phone.engine.value.needs_sign_in).toBe(false);
    expect(world.office.devices.size).toBe(1);
  });

  it('refuses to sign out over unsent work, unless somebody carries it', async () => {
    const phone = await world.ready();
    world.office.next_fault = (path) => (path.startsWith('/sync') ? 'drop-request' : null);
    const taken = await visitWith(phone, 1, 1);
    await world.quiet();
    await expect(phone.accounts.signOut({ courier: false })).rejects.toMatchObject({
      code: 'unsent',
      params: { visits: 1 },
    });
    await phone.accounts.signOut({ courier: true });
    expect(phone.vault.state.value).toBe('none');
    world.office.next_fault = () => null;
    await phone.accounts.signIn('li', 'right');
    expect(phone.accounts.list.value).toHaveLength(2);
    await phone.syncNow();
    const sent = world.office.ops.map((op) => op.kind);
    expect(sent).toContain('visit.closed');
    expect([...world.office.files.keys()]).toEqual(taken);
    expect(phone.outbox.courier_ops.value).toBe(0);
  });

  it('keeps two people’s work apart', async () => {
    const phone = await world.ready();
    await visitWith(phone, 1, 0);
    await phone.syncNow();
    await phone.accounts.signIn('li', 'right');
    expect(phone.vault.state.value).toBe('new');
    await phone.vault.setPin('880317');
    expect(phone.visits.drafts.value).toEqual([]);
    expect(phone.outbox.items.value).toEqual([]);
    await phone.accounts.choose(
      phone.accounts.list.value.find((each) => each.user.login === 'wang')?.device ?? '',
    );
    await expect(phone.vault.unlock('880317')).rejects.toMatchObject({ code: 'wrong-pin' });
    await phone.vault.unlock(PIN);
    expect(phone.outbox.items.value).toHaveLength(1);
  });

  it('gives people of the office no device', async () => {
    const phone = await world.page();
    const user = await phone.accounts.signIn('chen', 'right');
    expect(user.roles).toEqual(['reviewer']);
    expect(phone.accounts.current.value).toBeNull();
    expect(world.office.devices.size).toBe(0);
    await expect(phone.accounts.signIn('wang', 'wrong')).rejects.toMatchObject({ code: 'bad-credentials' });
  });

  it('goes on with the same device when the first enrolment was cut off', async () => {
    const phone = await world.page();
    world.office.next_fault = (path) => (path === '/api/devices' ? 'drop-response' : null);
    await expect(phone.accounts.signIn('wang', 'right')).rejects.toMatchObject({ code: 'offline' });
    world.office.next_fault = () => null;
    await phone.accounts.signIn('wang', 'right');
    expect(world.office.devices.size).toBe(1);
  });
});

describe('rows', () => {
  it('come page by page, go when they are taken back, and never take a draft along', async () => {
    world.office.page_size = 7;
    const phone = await world.ready(20);
    expect(phone.rows.households.value.size).toBe(20);
    expect(phone.rows.assignments.value.size).toBe(20);
    const visit = await start(phone);
    await visit.setAnswer('fees', 'yes');
    world.office.rows = world.office.rows.map((row) =>
      row.id === household(1).id ? { ...row, rev: 99, data: null } : row,
    );
    await phone.syncNow();
    expect(phone.rows.households.value.has(household(1).id)).toBe(false);
    world.office.generation = 2;
    world.office.rows = world.office.rows.slice(0, 4);
    await phone.syncNow();
    expect(phone.rows.assignments.value.size).toBe(2);
    const again = await world.page();
    await again.vault.unlock(PIN);
    expect(again.rows.assignments.value.size).toBe(2);
    expect((await again.visits.open(visit.visit_id)).draft.value).toMatchObject({
      answers: { fees: 'yes' },
      household: { name: '钱德明' },
    });
  });

  it('are searched by name, initials, village and number, every word of the query', async () => {
    const phone = await world.ready(4);
    const names = (query: string) => phone.rows.find(query).map((row) => row.name);
    expect(names('钱')).toEqual(['钱德明']);
    expect(names('QDM')).toEqual(['钱德明']);
    expect(names('东岭 赵')).toEqual(['赵2', '赵4']);
    expect(names('h3f7k0003')).toEqual(['赵3']);
    expect(names('没有')).toEqual([]);
    expect(names('')).toHaveLength(4);
  });

  it('of a kind that nobody knows yet are kept for the version that does', async () => {
    const phone = await world.ready();
    world.office.rows.push({ kind: 'tomorrow', id: 'x', rev: 50, audience: 'all', data: { a: 1 } });
    await phone.syncNow();
    const again = await world.page();
    await again.vault.unlock(PIN);
    expect(again.rows.households.value.size).toBe(1);
  });
});
