// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { leave, type as typeInto } from '../ui/mount';
import { blankDraft } from './fake_phone';
import { at, choose, named, openRoom, pin, tap, text, title, turn, until } from './room';
import { visitIdOf } from './visit_id';
import * as world from './world';

const row = world.assignmentOf('王木生');
const home = world.households.find((one) => one.name === '王木生');
const visit_id = visitIdOf(row.id, 1);

async function inWork(answers: Record<string, string | string[] | number> = {}, to = '') {
  const fake = await openRoom();
  if (!home) throw new Error('no household');
  fake.make(blankDraft(home, { visit_id, assignment: row.id, answers }));
  location.hash = `#/visit/a.${row.id}${to}`;
  await turn();
  const handle = await fake.phone.visits.open(visit_id);
  return { fake, handle };
}

it('one row tapped as 有不同 opens its question and leaves the rest to one tap', async () => {
  const { handle } = await inWork({}, '/topic/payment');
  await at('救助金到手情况');
  await tap('.reg .touch button', '存折保管');
  await choose('card_holder', '村（居）干部');
  await tap('.btn.same', '其余5项与登记一致');
  expect(handle.draft.value.answers).toMatchObject({
    card_holder: 'cadre',
    monthly: 128_000,
    last_paid_day: '2026-11-10',
    paid_by: 'bank',
    programme: 'dibao_rural',
  });
});

it('going on with something missing says what, then lets it wait', async () => {
  const { handle } = await inWork({}, '/topic/process');
  await at('办理经过');
  await tap('.foot .btn.fill', '继续');
  expect(text()).toContain('还有4项没有填好');
  expect(document.activeElement?.classList.contains('summary')).toBe(true);
  await choose('visited_by', '两人以上');
  expect(text()).toContain('还有3项没有填好');
  await tap('.foot .btn.fill', '先放着');
  await at('收入和困难');
  expect(handle.draft.value.topics_done).toContain('process');
});

it('有旁人在场 answers all that is asked apart, and 检查答案 shows none of it', async () => {
  const { handle } = await inWork({}, '/topic/alone');
  await at('单独询问');
  await tap('.notice button', '有旁人在场');
  const { money_taken, card_pressure, announced } = handle.draft.value.answers;
  expect([money_taken, card_pressure, announced].flat()).toEqual(['not_asked', 'not_asked', 'not_asked']);
  location.hash = `#/visit/a.${row.id}/check`;
  await at('检查答案');
  expect(text()).not.toContain('未问');
  expect(text()).not.toContain('分走');
});

it('what is filled in after leaving opens with the PIN alone, and offers findings as sentences', async () => {
  const { handle } = await inWork(
    { card_holder: 'cadre', paid_by: 'bank', programme: 'dibao_rural', house_state: 'leaks' },
    '/after',
  );
  await pin('000000');
  await until(() => text().includes('密码不对'), 'the refusal');
  expect(text()).not.toContain('附近有没有');
  await pin('135790');
  await until(() => text().includes('附近有没有'), 'the questions');
  expect(handle.draft.value.left_ms).not.toBeNull();
  expect(text()).not.toMatch(/F03|S02/);
  await tap('.findings label', '存折或银行卡在别人手里');
  expect(handle.draft.value.findings).toMatchObject([
    { code: 'F03', certainty: 'document', item: 'card_holder' },
  ]);
  await tap('.finding label', '亲眼看到');
  expect(handle.draft.value.findings[0]?.certainty).toBe('seen');
  await tap('.findings .btn', '其他情况');
  await tap('.found button', '附近有该享受');
  expect(handle.draft.value.findings.map((finding) => finding.code)).toEqual(['F03', 'E01']);
});

it('nobody at home closes with a door, what was tried and what a neighbour says', async () => {
  const { fake, handle } = await inWork({}, '/unmet');
  await at('见不到人');
  await tap('button.row', '没人在家');
  await at('没人在家');
  await tap('.foot .btn.fill');
  expect(text()).toContain('还没填：试过什么？');
  expect(fake.closed).toHaveLength(0);
  await tap('[id="u-tried"] label', '留了便条');
  const box = document.querySelector<HTMLTextAreaElement>('#u-neighbour1');
  if (!box) throw new Error('no box');
  typeInto(box, '一早去县城了');
  leave(box);
  await turn();
  await handle.addPhoto({
    bytes: new Uint8Array([0xff, 0xd8, 0xff, 9]).buffer,
    mime: 'image/jpeg',
    shot: 'door',
    w: 1,
    h: 1,
    source: 'camera',
    covered: false,
    fix: null,
  });
  await turn();
  await tap('.foot .btn.fill');
  await at('已存在手机里');
  expect(fake.closed[0]).toMatchObject({
    result: 'ABSENT',
    remark: '试过什么？：留了便条\n第一位邻居怎么说？：一早去县城了',
  });
  expect(Object.keys(fake.closed[0]?.draft.notes ?? {})).toEqual([]);
});

it('紧急 is written down at the first tap, with words to say and numbers to call', async () => {
  const { fake } = await inWork({}, '/urgent');
  await at('紧急');
  expect(named('a.row', '0593-3322119')?.getAttribute('href')).toBe('tel:0593-3322119');
  await tap('.alarms button', '着火');
  await until(() => text().includes('已记下'), 'the notice');
  expect(fake.alarms).toMatchObject([
    { alarm: 'fire', visit_id, target: { kind: 'household', id: home?.id } },
  ]);
  expect(text()).toContain('里面有几个人');
});

it('紧急 in practice reports nothing', async () => {
  const fake = await openRoom({}, '#/visit/practice/urgent');
  await at('紧急');
  await tap('.alarms button', '生命危险');
  await until(() => text().includes('没有真的上报'), 'the notice');
  expect(fake.alarms).toEqual([]);
});

it('practice goes through the same screens and leaves nothing behind', async () => {
  const fake = await openRoom({}, '#/visit/practice');
  await at('林练习');
  await tap('.before .btn.fill');
  await at('到达拍照');
  expect(text()).toContain('练习，不保存也不上传');
  expect(fake.phone.visits.drafts.value).toEqual([]);
});

it('a visit that nobody assigned asks who comes along, and alone needs a reason', async () => {
  const extra = world.rosterOnly[0];
  const fake = await openRoom({}, `#/visit/h.${extra?.id}`);
  await at('张第1');
  await tap('.before .btn.fill');
  await tap('dialog .btn.fill');
  expect(text()).toContain('请选一个人');
  await tap('dialog label', '只有我一个人');
  await tap('dialog .btn.fill');
  expect(text()).toContain('请说明为什么一个人');
  await tap('dialog label', '路断了');
  await tap('dialog .btn.fill');
  await at('到达拍照');
  const card = fake.phone.visits.drafts.value[0];
  const handle = await fake.phone.visits.open(card?.visit_id ?? '');
  expect(handle.draft.value).toMatchObject({
    partner: null,
    partner_way: 'alone',
    alone_reason: '路断了，只有一人能到',
  });
});

it('a family that no register knows is written down first and visited as any other', async () => {
  const fake = await openRoom({}, '#/new-household');
  await at('新住户');
  await tap('.foot .btn.fill');
  expect(text()).toContain('请填写户主姓名');
  for (const [id, words] of [
    ['new-name', '𫍲阿婆'],
    ['new-village', '漈头村'],
  ] as const) {
    const box = document.querySelector<HTMLInputElement>(`#${id}`);
    if (box) typeInto(box, words);
  }
  await tap('.foot .btn.fill');
  await at('𫍲阿婆');
  await tap('.before .btn.fill');
  await tap('dialog label', '陈文斌');
  await tap('dialog .btn.fill');
  await at('到达拍照');
  const card = fake.phone.visits.drafts.value[0];
  expect(card?.name).toBe('𫍲阿婆');
  const handle = await fake.phone.visits.open(card?.visit_id ?? '');
  expect(handle.draft.value.notes).toEqual({ newcomer: '𫍲阿婆，漈头村' });
  expect(handle.draft.value.partner).toBe(world.mate.id);
});

it('one tap covers the screen and one brings it back', async () => {
  await inWork();
  await at('王木生');
  await tap('.bar button', '盖住屏幕');
  expect(document.querySelector('.cover')).not.toBeNull();
  await tap('.cover');
  expect(document.querySelector('.cover')).toBeNull();
  expect(title()).toBe('王木生');
});

it('the list of the day finds by pinyin in the whole register and shows 40 rows at first', async () => {
  await openRoom();
  await at('今天');
  const box = document.querySelector<HTMLInputElement>('input[type=search]');
  if (!box) throw new Error('no box');
  typeInto(box, 'zd');
  await turn();
  expect(document.querySelectorAll('.card')).toHaveLength(40);
  expect(named('.btn', '显示更多')).toBeDefined();
  typeInto(box, 'oyxm');
  await turn();
  expect([...document.querySelectorAll('.card .name')].map((one) => one.textContent)).toEqual(['欧阳细妹']);
  typeInto(box, '钱德');
  await turn();
  expect(text()).toContain('没有找到“钱德”');
  typeInto(box, '');
  await turn();
});

it('the outbox says why something is stuck, that nothing is lost, and what to do', async () => {
  await openRoom(
    {
      items: [
        world.itemFor('苏振銮', 'b'.repeat(36), {
          stuck: { reason: 'wifi-only', action: 'send-anyway' },
          transfer: 'text',
        }),
      ],
      days: 4,
    },
    '#/outbox',
  );
  await at('发件箱');
  expect(text()).toContain('数据没有丢');
  expect(named('.send .btn', '用流量上传')).toBeDefined();
  expect(text()).toContain('有资料4天没有上传');
});
