import { describe, expect, it } from 'vitest';
import {
  countGaps,
  gapsOf,
  homeTopics,
  nextTopic,
  photosOf,
  shotList,
  shownAsks,
  topicState,
} from '@/field/model/form';
import { nextSigner, signatureOf, textToRead } from '@/field/sign/state';
import type { DraftPhoto } from '@/store/contract';
import { browserEnv } from '@/store/env';
import { PracticeKeeper } from '@/store/practice';
import { Visit } from '@/store/visit';
import { blankDraft } from './fake_phone';
import * as world from './world';

const home = world.households[1];
const env = browserEnv();

function visit(answers: Record<string, string | number | string[]> = {}, more = {}): Visit {
  if (!home) throw new Error('no household');
  const draft = blankDraft(home, { answers, ...more });
  return new Visit(
    new PracticeKeeper(draft, env),
    world.definition,
    false,
    env,
    async () => null,
    () => undefined,
  );
}
const topic = (key: string) => {
  const found = world.definition.topics.find((one) => one.key === key);
  if (!found) throw new Error(`no topic ${key}`);
  return found;
};
const photo = (shot: string, item: string): DraftPhoto => ({
  sha256: 'a'.repeat(64),
  shot,
  item,
  source: 'camera',
  covered: false,
  w: 1,
  h: 1,
  size: 1,
  t_ms: 1,
});

describe('a topic', () => {
  it('is not started, then in progress, and done only when nothing is missing', async () => {
    const handle = visit();
    const state = () => topicState(topic('needs'), handle.draft.value, handle.evaluation.value);
    expect(state()).toBe('todo');
    await handle.setAnswer('income_change', 'same');
    expect(state()).toBe('doing');
    await handle.patch({ topics_done: ['needs'] });
    expect(state()).toBe('doing');
    await handle.setAnswer('needs', ['none']);
    expect(state()).toBe('done');
  });

  it('counts a photo that was declined, or skipped with a reason, as settled', async () => {
    const handle = visit();
    const gaps = () => {
      const { draft, evaluation } = handle;
      return gapsOf(
        shownAsks(topic('arrival'), draft.value, evaluation.value),
        draft.value,
        evaluation.value,
      ).shots.map((ask) => ask.key);
    };
    expect(gaps()).toEqual(['door', 'badge']);
    await handle.setAnswer('door', 'refused');
    await handle.patch({ shots_skipped: { badge: '相机坏了' } });
    expect(gaps()).toEqual([]);
  });

  it('asks once a member where it repeats, and knows whose photo it is', () => {
    const handle = visit({}, { photos: [photo('door', 'door')] });
    const asks = shownAsks(topic('members'), handle.draft.value, handle.evaluation.value);
    expect(asks.filter((ask) => ask.item.key === 'seen').map((ask) => ask.member?.name)).toEqual([
      '王木生',
      '李细妹',
      '王小梅',
    ]);
    const door = shotList(world.definition, handle.draft.value, handle.evaluation.value)[0];
    expect(door && photosOf(door, handle.draft.value)).toHaveLength(1);
  });

  it('leads to the next that is open, round to the first, and to nothing when all are done', async () => {
    const handle = visit();
    const next = (from: string | null) =>
      nextTopic(world.definition, handle.draft.value, handle.evaluation.value, from)?.key ?? null;
    expect(next(null)).toBe('arrival');
    expect(next('housing')).toBe('payment');
    expect(next('needs')).toBe('arrival');
    expect(homeTopics(world.definition).map((one) => one.key)).not.toContain('after');
  });

  it('opens the branch of a wrong answer and counts it', async () => {
    const handle = visit({ house_state: 'danger' });
    const asks = shownAsks(topic('housing'), handle.draft.value, handle.evaluation.value);
    expect(asks.map((ask) => ask.key)).toContain('damage');
    expect(countGaps(gapsOf(asks, handle.draft.value, handle.evaluation.value))).toBe(3);
  });
});

describe('signatures', () => {
  const read = { who: 'respondent', way: 'own', fix: null, strokes: [] } as const;

  it('go round the household, the leader and the partner', async () => {
    const handle = visit({ house_state: 'safe' });
    const round: string[] = [];
    for (let who = nextSigner(handle); who; who = nextSigner(handle)) {
      round.push(who);
      await handle.sign({
        ...read,
        who,
        ...(who === 'respondent' ? { read_text: textToRead(handle, 'zh-CN') } : {}),
      });
    }
    expect(round).toEqual(['respondent', 'leader', 'partner']);
  });

  it('of the household fall when something that was read back changes, and only then', async () => {
    const handle = visit({ house_state: 'safe', visited_by: 'two' });
    await handle.sign({ ...read, read_text: textToRead(handle, 'zh-CN') });
    await handle.setAnswer('visited_by', 'one');
    await handle.setAnswer('conclusion', 'conform');
    expect(signatureOf(handle, 'respondent')).not.toBeNull();
    await handle.setAnswer('house_state', 'leaks');
    expect(signatureOf(handle, 'respondent')).toBeNull();
    await handle.setAnswer('house_state', 'safe');
    expect(signatureOf(handle, 'respondent')).not.toBeNull();
  });

  it('stand in whichever language the text was read', async () => {
    const handle = visit({ house_state: 'safe' });
    await handle.sign({ ...read, read_text: textToRead(handle, 'en') });
    expect(signatureOf(handle, 'respondent')).not.toBeNull();
  });

  it('never cover what was asked apart or is filled in after leaving', async () => {
    const handle = visit({
      money_taken: ['fee'],
      card_pressure: 'cadre',
      conclusion: 'not_conform',
      missed: 'yes',
      house_state: 'safe',
    });
    expect(textToRead(handle, 'zh-CN')).toBe('住房：安全\n');
  });
});
