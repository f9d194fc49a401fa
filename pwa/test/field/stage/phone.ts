// Stands in for sync/phone.ts on the stage: a morning's work done, as the mock-ups show it.

import type { OutboxItem } from '@/store/contract';
import { blankDraft, fakePhone } from '../fake_phone';
import { visitIdOf } from '../visit_id';
import { assignmentOf, households, itemFor, NOW } from '../world';

const visit = (name: string): string => visitIdOf(assignmentOf(name).id, 1);

const items: readonly OutboxItem[] = [
  itemFor('苏振銮', visit('苏振銮'), { stuck: { reason: 'photo-damaged', action: 'call-office' } }),
  itemFor('周能旺', visit('周能旺'), {
    transfer: 'text',
    photos_sent: 3,
    bytes_sent: 1_700_000,
    bytes_total: 3_300_000,
  }),
  itemFor('甘秀钗', visit('甘秀钗'), { photos_total: 4 }),
  itemFor('陈银娇', visit('陈银娇'), {
    transfer: 'all',
    receipt_no: '48213',
    photos_sent: 5,
    closed_ms: NOW - 7_200_000,
  }),
];

export async function openPhone() {
  const want = new URLSearchParams(location.search).get('phone');
  if (want === 'empty') return fakePhone({ empty: true }).phone;
  if (want === 'bad')
    return fakePhone({
      items,
      days: 4,
      storage: { failing: 'storage-full', persisted: false },
      engine: { skew_ms: 7_300_000 },
    }).phone;
  const status = {
    visit_id: visit('郑桂芳'),
    transfer: 'all' as const,
    review: 'returned',
    arrived_ms: NOW,
    receipt_no: '48190',
  };
  const fake = fakePhone({
    items,
    statuses: [status],
    engine:
      want === 'sending'
        ? { reachable: true, trouble: null, last_answer_ms: NOW, sending: { phase: 'photos', n: 1, of: 9 } }
        : {},
  });
  const row = assignmentOf('王木生');
  const home = households.find((one) => one.name === '王木生');
  if (home && want !== 'fresh') {
    fake.make(
      blankDraft(home, {
        visit_id: visit('王木生'),
        assignment: row.id,
        answers: {
          respondent: 'head',
          others_present: ['none'],
          house_state: 'leaks',
          card_holder: 'cadre',
          paid_by: 'bank',
          programme: 'dibao_rural',
          monthly: 128_000,
          paid_basis: 'passbook',
        },
        topics_done: [],
      }),
    );
  }
  return fake.phone;
}
