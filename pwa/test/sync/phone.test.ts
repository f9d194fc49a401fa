import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromBase64 } from '@/protocol/bytes';
import { visitDigest, visitSignatureText } from '@/protocol/digest';
import { sha256Hex } from '@/protocol/hash';
import { verify } from '@/protocol/signing';
import { ASSIGNMENT, close, FIX, PIN, photo, start, World } from './world';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeEach(async () => {
  world = await World.make();
});
afterEach(() => world.end());

describe('a whole visit', () => {
  it('is on the phone, then at the office, word for word and byte for byte', async () => {
    const phone = await world.ready(3);
    expect(phone.rows.households.value.size).toBe(3);
    expect(phone.rows.find('qdm 石桥').map((row) => row.name)).toEqual(['钱德明']);
    const visit = await start(phone);
    await visit.setAnswers({ lives_here: 'yes', monthly: 45550, arrived: 'yes', who: ['𠀀老三'] });
    const taken = await visit.addPhoto(photo());
    await visit.addPhoto(photo(2, 1_300_000, 'passbook'));
    await visit.sign({
      who: 'respondent',
      way: 'own',
      read_text: '常住：是\n',
      strokes: [[1.4, 2.6]],
      fix: FIX,
    });
    await visit.patch({
      findings: [{ code: 'F03', certainty: 'told', evidence: [taken.sha256], facts: '邻居说' }],
      remark: '狗',
    });
    world.office.next_fault = () => 'drop-request';
    await close(visit);
    await phone.syncNow();
    expect(phone.outbox.items.value[0]).toMatchObject({ transfer: 'saved', closed_ms: world.now_ms });
    world.office.next_fault = () => null;
    await phone.syncNow();
    const kinds = world.office.ops.map((op) => op.kind);
    expect(kinds).toEqual([
      'epoch.started', 'visit.opened', 'photo.captured', 'photo.captured', 'signature.given', 'answers.given', 'finding.recorded', 'visit.closed',
    ]); // biome-ignore format: one line reads best
    const closed = world.office.ops[7];
    const covered = world.office.ops.slice(1, 7).map((op) => op.hash);
    const digest = visitDigest({ visit_id: visit.visit_id, attempt: 1, round: 1, result: 'ABSENT' }, covered);
    expect(closed?.body).toMatchObject({ digest, op_count: 6, result: 'ABSENT', supersedes: null });
    const { spki } = [...world.office.devices.values()][0] as { spki: Uint8Array<ArrayBuffer> };
    expect(
      await verify(spki, visitSignatureText(digest), fromBase64(String(closed?.body?.['digest_sig']))),
    ).toBe(true);
    expect(world.office.ops[5]?.body?.['answers']).toEqual({
      lives_here: 'yes',
      monthly: 45550,
      arrived: 'yes',
    });
    expect(world.office.ops[5]?.part?.['answers']).toEqual({ who: ['𠀀老三'] });
    expect(world.office.ops[4]?.part).toMatchObject({ read_text: '常住：是\n', strokes: [[1, 3]] });
    expect(Buffer.from(world.office.files.get(taken.sha256) ?? []).equals(Buffer.from(photo().bytes))).toBe(
      true,
    );
    expect(world.office.files.size).toBe(2);
    expect(phone.outbox.items.value[0]).toMatchObject({
      transfer: 'all',
      household: { name: '钱德明' },
      photos_sent: 2,
      ops_sent: 7,
    });
    expect(phone.outbox.totals.value).toMatchObject({ visits_unsent: 0, ops_unsent: 0, photos_unsent: 0 });
    expect(phone.visits.drafts.value).toEqual([]);
  });

  it('lies in the database without a readable word', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    await visit.setAnswer('remark', '绝密的话');
    await visit.addPhoto(photo());
    const found = await dump();
    for (const word of ['绝密的话', '钱德明', '石桥', 'lives_here', 'visit.closed'])
      expect(found.includes(word), word).toBe(false);
  });

  it('is there after a reload, with photo and answers', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    await visit.setAnswer('lives_here', 'no');
    await visit.patch({ place: { topic: 'identity' } });
    const taken = await visit.addPhoto(photo());
    const again = await world.page();
    expect(again.vault.state.value).toBe('locked');
    await again.vault.unlock(PIN);
    expect(again.visits.drafts.value[0]).toMatchObject({
      visit_id: visit.visit_id,
      answered: 1,
      photos: 1,
      name: '钱德明',
    });
    const reopened = await again.visits.open(visit.visit_id);
    expect(reopened.draft.value).toMatchObject({
      answers: { lives_here: 'no' },
      place: { topic: 'identity' },
    });
    expect(sha256Hex(new Uint8Array(await reopened.photo(taken.sha256, 'full')))).toBe(taken.sha256);
    expect((await reopened.photo(taken.sha256, 'thumb')).byteLength).toBe(200);
  });

  it('cannot be started twice, nor opened when it is closed', async () => {
    const phone = await world.ready();
    const [one, two] = await Promise.all([start(phone), start(phone)]);
    expect(one.visit_id).toBe(two.visit_id);
    await phone.syncNow();
    expect(world.office.ops.filter((op) => op.kind === 'visit.opened')).toHaveLength(1);
    await close(one);
    await expect(start(phone)).rejects.toMatchObject({ code: 'already-closed' });
    await expect(one.setAnswer('remark', 'x')).rejects.toMatchObject({ code: 'already-closed' });
  });

  it('closes as MET only with what is owed', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    await expect(visit.close({ result: 'MET', fix: FIX })).rejects.toMatchObject({
      code: 'incomplete',
      params: { photos_missing: 'door', required_missing: expect.stringContaining('lives_here') },
    });
  });

  it('gives a discarded photo no way to the office, and no room on the phone', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    const bad = await visit.addPhoto(photo());
    await visit.discardPhoto(bad.sha256, 'blurred');
    await expect(visit.photo(bad.sha256, 'full')).rejects.toMatchObject({ code: 'not-found' });
    await visit.addPhoto(photo(2));
    await close(visit);
    await phone.syncNow();
    expect([...world.office.files.keys()]).not.toContain(bad.sha256);
    expect(phone.outbox.items.value[0]).toMatchObject({ transfer: 'all', photos_total: 1 });
  });

  it('keeps both of two answers that two tabs write into one draft', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    const tab = await world.page();
    await tab.vault.unlock(PIN);
    const twin = await tab.visits.open(visit.visit_id);
    await Promise.all([
      visit.setAnswer('lives_here', 'yes'),
      twin.setAnswer('monthly', 5),
      visit.addPhoto(photo()),
      twin.addPhoto(photo(2)),
    ]);
    await Promise.all([visit.patch({ remark: 'a' }), twin.setAnswer('fees', 'no')]);
    await close(twin);
    await expect(close(visit)).rejects.toMatchObject({ code: 'already-closed' });
    await tab.syncNow();
    const answers = world.office.ops.find((op) => op.kind === 'answers.given');
    expect(answers?.body?.['answers']).toEqual({ lives_here: 'yes', monthly: 5, fees: 'no' });
    expect(world.office.files.size).toBe(2);
    expect(world.office.ops.filter((op) => op.kind === 'visit.closed')).toHaveLength(1);
  });

  it('is practised without a trace', async () => {
    const phone = await world.ready();
    const row = phone.rows.find('钱')[0];
    if (row === undefined) throw new Error('no household');
    const definition = await phone.rows.definition(
      phone.rows.assignments.value.get(ASSIGNMENT)?.checklist?.sha256 ?? '',
    );
    const before = await dump();
    const visit = phone.visits.practice({ household: row, definition, leader: 'me' });
    await visit.setAnswer('lives_here', 'no');
    expect(visit.evaluation.value.raised).toEqual(['F03']);
    const taken = await visit.addPhoto(photo());
    expect((await visit.photo(taken.sha256, 'full')).byteLength).toBe(5000);
    await visit.sign({ who: 'leader', way: 'own', fix: null });
    await close(visit);
    expect(await dump()).toBe(before);
    await phone.syncNow();
    expect(world.office.ops.map((op) => op.kind)).toEqual(['epoch.started']);
  });

  it('sends an alarm at once, before anybody asks', async () => {
    const phone = await world.ready();
    const visit = await start(phone);
    world.office.next_fault = () => 'drop-request';
    await phone.syncNow();
    world.office.next_fault = () => null;
    await phone.visits.raiseAlarm({
      alarm: 'danger',
      visit_id: visit.visit_id,
      target: visit.draft.value.target,
      note: '老人昏倒',
      fix: FIX,
    });
    await phone.syncNow();
    expect(world.office.ops.at(-1)).toMatchObject({
      kind: 'alarm.raised',
      scope: '350722-2026-RC',
      part: { note: '老人昏倒' },
    });
  });
});

/** Everything that lies in all databases, as one text. */
async function dump(): Promise<string> {
  let text = '';
  for (const { name } of await indexedDB.databases()) {
    if (name === 'fangcha') continue;
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open(name ?? '');
      asked.onsuccess = () => done(asked.result);
    });
    for (const table of db.objectStoreNames) {
      if (table === 'checklists') continue;
      const rows = await new Promise<unknown[]>((done) => {
        const asked = db.transaction(table).objectStore(table).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      text += JSON.stringify(rows, (_, value: unknown) =>
        value instanceof ArrayBuffer
          ? Buffer.from(value).toString('latin1') + Buffer.from(value).toString('utf8')
          : value,
      );
    }
    db.close();
  }
  return text;
}
