// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { blankDraft } from './fake_phone';
import { at, openRoom, tap, title, turn } from './room';
import { visitIdOf } from './visit_id';
import * as world from './world';

const row = world.assignmentOf('王木生');
const home = world.households.find((one) => one.name === '王木生');
const visit_id = visitIdOf(row.id, 1);

it('a start after a kill comes back to the question where it was, and going back by choice forgets the place', async () => {
  const fake = await openRoom({}, '#/', ({ make }) => {
    if (home)
      make(
        blankDraft(home, {
          visit_id,
          assignment: row.id,
          answers: { house_state: 'safe' },
          place: { ref: `a.${row.id}`, at: 'topic/housing' },
        }),
      );
  });
  await at('住房');
  const handle = await fake.phone.visits.open(visit_id);
  expect(document.querySelector<HTMLInputElement>('[id="q-house_state"] input:checked')?.value).toBe('safe');
  await tap('a.back');
  await at('王木生');
  expect(handle.draft.value.place).toMatchObject({ at: '' });
  await tap('a.back');
  await at('今天');
  await turn();
  expect(handle.draft.value.place).toBeNull();
  expect(title()).toBe('今天');
});
