// A household that is nobody's, for trying everything. It lives in memory, writes no op and never leaves the phone.

import { t } from '@/i18n/field';
import type { HouseholdRow, Member } from '@/store/contract';

interface PracticeMember extends Member {
  readonly lives_here: string;
  readonly benefit: string;
}

export function practiceHousehold(now: number): HouseholdRow {
  const month = new Date(now - 20 * 86_400_000).toISOString().slice(0, 7);
  const member = (n: number, name: string, relation: string, sex: string, age: number): PracticeMember => ({
    id: `00000000-0000-4000-8000-00000000000${n}`,
    name,
    relation,
    sex,
    age,
    id_masked: '350923********001X',
    covered: true,
    lives_here: 'yes',
    benefit: 'covered',
  });
  return {
    id: '00000000-0000-4000-8000-000000000000',
    number: 'LX0001',
    name: t('practice.name'),
    initials: 'lx',
    village: { code: '350923000000', name: t('practice.village') },
    town: { code: '350923000', name: '' },
    group: null,
    address: t('practice.address'),
    phone: null,
    point: null,
    programme: 'dibao_rural',
    cert_no: null,
    start_month: '2024-03',
    class: null,
    persons_covered: 3,
    monthly_fen: 128_000,
    last_paid: { day: `${month}-10`, fen: 128_000 },
    paid_by: 'bank',
    card_holder: 'self',
    standard_fen: 80_000,
    members: [
      member(1, t('practice.name'), 'self', 'm', 71),
      member(2, t('practice.wife'), 'spouse', 'f', 68),
      member(3, t('practice.grandchild'), 'grandchild', 'f', 12),
    ],
  };
}
