// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import type { VisitHandle } from '@/store/contract';
import { at, choose, openRoom, pin, tap, taps, text, turn, until } from './room';
import { visitIdOf } from './visit_id';
import * as world from './world';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1]).buffer;
let shots = 0;

/** The camera is the browser test's; here a photo simply appears. */
async function photograph(handle: VisitHandle, key: string): Promise<void> {
  shots += 1;
  const bytes = new Uint8Array([...new Uint8Array(JPEG), shots]).buffer;
  await handle.addPhoto({
    bytes,
    mime: 'image/jpeg',
    shot: key,
    item: key,
    w: 1,
    h: 1,
    source: 'camera',
    covered: key === 'passbook',
    fix: null,
  });
  await turn();
}

async function sign(handle: VisitHandle): Promise<void> {
  const { textToRead } = await import('@/field/sign/state');
  for (const who of ['respondent', 'leader', 'partner'] as const)
    await handle.sign({
      who,
      way: 'own',
      strokes: [],
      fix: null,
      ...(who === 'respondent' ? { read_text: textToRead(handle, 'zh-CN') } : {}),
    });
  await turn();
}

it('a clean visit to three people takes at most 40 taps and 20 screens, and no typing', async () => {
  const fake = await openRoom();
  const visit_id = visitIdOf(world.assignmentOf('王木生').id, 1);
  await at('今天');
  await tap('a.card', '王木生');
  await at('王木生');
  await tap('.before .btn.fill');
  await at('到达拍照');
  const handle = await fake.phone.visits.open(visit_id);
  await photograph(handle, 'door');
  await photograph(handle, 'badge');
  await choose('respondent', '户主本人');
  await choose('others_present', '没有旁人');
  await tap('.foot .btn.fill');
  await at('家庭成员');
  await tap('.btn.same', '与登记一致');
  await tap('.btn.same', '3人都是“见到本人”');
  await tap('.foot .btn.fill');
  await at('住房');
  await choose('address_same', '就是');
  await choose('house_state', '安全');
  await photograph(handle, 'room');
  await tap('.foot .btn.fill');
  await at('救助金到手情况');
  await tap('.btn.same', '与登记一致');
  await choose('paid_basis', '看到存折');
  await photograph(handle, 'passbook');
  await tap('.foot .btn.fill');
  await at('单独询问');
  await choose('money_taken', '没有');
  await choose('card_pressure', '没有');
  await choose('announced', '没有');
  await tap('.foot .btn.fill');
  await at('办理经过');
  await choose('visited_by', '两人以上');
  await choose('list_posted', '贴过');
  await choose('knows_amount', '知道');
  await choose('knows_hotline', '知道');
  await tap('.foot .btn.fill');
  await at('收入和困难');
  await choose('income_change', '差不多');
  await choose('needs', '没有特别的困难');
  await tap('.foot .btn.fill');
  await at('念给对方听，签字');
  expect(text()).toContain('每月金额：1280元');
  expect(text()).not.toContain('有没有人分走');
  await sign(handle);
  location.hash = `#/visit/a.${world.assignmentOf('王木生').id}`;
  await at('王木生');
  await tap('a.task', '离开后填写');
  await at('离开后填写');
  await pin('135790');
  await until(() => document.querySelector('[id="q-missed"]'), 'what is asked after leaving');
  await choose('missed', '没有发现');
  await choose('conclusion', '符合');
  await tap('.foot .btn.fill');
  await at('检查答案');
  await tap('.foot .btn.fill');
  await at('已存在手机里');
  expect(fake.closed).toHaveLength(1);
  expect(fake.closed[0]).toMatchObject({ visit: visit_id, result: 'MET' });
  expect(text()).toContain('今天第1户');
  // Photos and signatures are the browser test's to count: three times the camera, and two more who sign.
  expect(taps.n).toBeLessThanOrEqual(40);
  expect(taps.screens.length + 3 + 2).toBeLessThanOrEqual(20);
}, 60_000);
