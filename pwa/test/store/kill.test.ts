import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sha256Hex } from '@/protocol/hash';
import type { VisitHandle } from '@/store/contract';
import { dice, FIX, PIN, photo, start, World } from '../sync/world';
import { fault, Knife } from './knife';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
let knife: Knife;
beforeEach(() => {
  knife = new Knife();
});
afterEach(async () => {
  knife.sheathe();
  knife.remove();
  await world.end();
});

const SEEDS = Array.from({ length: 24 }, (_, n) => n + 1);

interface Acked {
  answers: Record<string, string>;
  photos: string[];
  closed: boolean;
}

/** Works on until it is killed; what resolved counts as promised to the person. */
async function work(visit: VisitHandle, roll: () => number): Promise<Acked> {
  const acked: Acked = { answers: {}, photos: [], closed: false };
  const values = ['yes', 'no', 'unknown'];
  for (let n = 0; n < 12; n++) {
    const value = values[Math.floor(roll() * 3)] ?? 'yes';
    const key = roll() < 0.5 ? 'lives_here' : 'fees';
    if (roll() < 0.6) {
      await visit.setAnswer(key, value);
      acked.answers[key] = value;
    } else if (roll() < 0.8) {
      acked.photos.push((await visit.addPhoto(photo(n + 10, 3000 + n))).sha256);
    } else {
      await visit.sign({ who: 'leader', way: 'own', fix: null });
    }
  }
  await visit.close({ result: 'REFUSED', fix: FIX });
  acked.closed = true;
  return acked;
}

describe('a page killed at any write', () => {
  it.each(SEEDS)('loses nothing that was shown as saved, and tells nothing twice: seed %i', async (seed) => {
    const roll = dice(seed);
    world = await World.make(seed);
    const phone = await world.ready();
    const visit = await start(phone);
    const acked: Acked = { answers: {}, photos: [], closed: false };
    knife.killAfter(Math.floor(roll() * 110));
    await work(
      new Proxy(visit, {
        get(target, name: keyof VisitHandle) {
          const member: unknown = target[name];
          if (typeof member !== 'function') return member;
          return async (...args: never[]) => {
            const result: unknown = await (member as (...list: never[]) => Promise<unknown>).apply(
              target,
              args,
            );
            if (name === 'setAnswer') Object.assign(acked.answers, { [String(args[0])]: args[1] });
            if (name === 'addPhoto') acked.photos.push((result as { sha256: string }).sha256);
            if (name === 'close') acked.closed = true;
            return result;
          };
        },
      }),
      roll,
    ).catch(() => undefined);
    knife.sheathe();
    await phone.close();

    const again = await world.page();
    await again.vault.unlock(PIN);
    const open = again.visits.drafts.value.find((card) => card.visit_id === visit.visit_id);
    if (acked.closed) expect(open).toBeUndefined();
    if (open !== undefined) {
      const reopened = await again.visits.open(visit.visit_id);
      expect(reopened.draft.value.answers).toMatchObject(acked.answers);
      expect(reopened.draft.value.photos.map((each) => each.sha256)).toEqual(
        expect.arrayContaining(acked.photos),
      );
      for (const sha256 of acked.photos) {
        expect(sha256Hex(new Uint8Array(await reopened.photo(sha256, 'full')))).toBe(sha256);
      }
      await reopened.close({ result: 'REFUSED', fix: FIX });
    }
    await again.syncNow();
    const { ops, files } = world.office;
    expect(new Set(ops.map((op) => op.op_id)).size).toBe(ops.length);
    expect(ops.map((op) => op.seq)).toEqual(ops.map((_, i) => i + 1));
    expect(ops.every((op) => op.status === 'accepted' && op.signed)).toBe(true);
    expect(ops.filter((op) => op.kind === 'answers.given')).toHaveLength(1);
    expect(ops.filter((op) => op.kind === 'visit.closed')).toHaveLength(1);
    expect(ops.find((op) => op.kind === 'answers.given')?.body?.['answers']).toMatchObject(acked.answers);
    expect([...files.keys()]).toEqual(expect.arrayContaining(acked.photos));
    expect(again.outbox.items.value[0]).toMatchObject({ transfer: 'all' });
  });
});

describe('a disk that refuses', () => {
  it('never resolves a write that did not happen, and takes what was typed along later', async () => {
    world = await World.make();
    const phone = await world.ready();
    const visit = await start(phone);
    knife.arm(1, fault('QuotaExceededError'), false);
    await expect(visit.setAnswer('lives_here', 'yes')).rejects.toMatchObject({ code: 'storage-full' });
    expect(visit.saved.value).toEqual({ kind: 'failed', code: 'storage-full' });
    expect(phone.storage.value.failing).toBe('storage-full');
    await expect(visit.addPhoto(photo())).rejects.toMatchObject({ code: 'storage-full' });
    expect(visit.draft.value.photos).toEqual([]);
    knife.sheathe();
    await visit.setAnswer('fees', 'no');
    expect(visit.saved.value.kind).toBe('saved');
    expect(phone.storage.value.failing).toBeNull();
    const again = await world.page();
    await again.vault.unlock(PIN);
    expect((await again.visits.open(visit.visit_id)).draft.value.answers).toEqual({
      lives_here: 'yes',
      fees: 'no',
    });
  });

  it('leaves no half photo when it fills up between two segments', async () => {
    world = await World.make();
    const phone = await world.ready();
    const visit = await start(phone);
    const big = photo(3, 2_500_000);
    for (let n = 1; n < 9; n++) {
      knife.arm(n, fault('QuotaExceededError'), true);
      await visit.addPhoto(big).catch(() => undefined);
      knife.sheathe();
      const taken = visit.draft.value.photos;
      for (const { sha256 } of taken)
        await expect(visit.photo(sha256, 'full')).resolves.toHaveProperty('byteLength', 2_500_000);
      if (taken.length > 0) break;
    }
    await visit.addPhoto(big);
    expect(visit.draft.value.photos).toHaveLength(1);
  });

  it.each(['InvalidStateError', 'UnknownError', 'AbortError'])(
    'is opened again when its handle has died: %s',
    async (name) => {
      world = await World.make();
      const phone = await world.ready();
      const visit = await start(phone);
      for (let n = 0; n < 12; n++) {
        knife.arm(n, fault(name), true);
        await visit.setAnswer('fees', n % 2 === 0 ? 'yes' : 'no');
        await visit.addPhoto(photo(20 + n));
      }
      knife.sheathe();
      expect(visit.draft.value.photos).toHaveLength(12);
      await visit.close({ result: 'REFUSED', fix: FIX });
      await phone.syncNow();
      const captured = world.office.ops.filter((op) => op.kind === 'photo.captured');
      expect(captured).toHaveLength(12);
      expect(world.office.files.size).toBe(12);
    },
  );

  it('is called dead after three new handles', async () => {
    world = await World.make();
    const phone = await world.ready();
    const visit = await start(phone);
    knife.arm(0, fault('UnknownError'), false);
    await expect(visit.setAnswer('fees', 'no')).rejects.toMatchObject({ code: 'storage-dead' });
    expect(phone.storage.value.failing).toBe('storage-dead');
  });

  it('that a newer build has added to serves this one all the same', async () => {
    world = await World.make();
    const phone = await world.ready();
    const visit = await start(phone);
    await visit.setAnswer('fees', 'no');
    await phone.close();
    await new Promise((done) => {
      const asked = indexedDB.open(`fangcha-${phone.accounts.current.value?.device}`, 7);
      asked.onupgradeneeded = () => asked.result.createObjectStore('of tomorrow');
      asked.onsuccess = () => done(asked.result.close());
    });
    const page = await world.page();
    await page.vault.unlock(PIN);
    const again = await page.visits.open(visit.visit_id);
    await again.setAnswer('lives_here', 'yes');
    expect(again.draft.value.answers).toEqual({ fees: 'no', lives_here: 'yes' });
  });
});
