// A small county for the tests and pictures of the field room: real villages, invented people.
import { readDefinition } from '@/protocol/definition';
import type {
  AssignmentRow,
  ChecklistRef,
  HouseholdRow,
  OfficeSetting,
  OutboxItem,
  PersonRow,
  User,
} from '@/store/contract';
import text from '../../../server/checklists/definitions/household-short.json?raw';

export const definition = readDefinition(text);
export const checklist: ChecklistRef = {
  id: definition.id,
  version: definition.version,
  sha256: 'c'.repeat(64),
};

const uuid = (n: number): string => `0b54b1f0-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const me: User = {
  id: uuid(1),
  name: '林晓芳',
  login: 'lin',
  number: '07',
  roles: ['inspector'],
  org: { id: uuid(900), name: '屏南县民政局', division_code: '350923000000' },
};
export const mate: PersonRow = {
  id: uuid(2),
  name: '陈文斌',
  number: '12',
  roles: ['team_leader'],
  team: uuid(800),
};
export const people: readonly PersonRow[] = [
  { id: me.id, name: me.name, number: me.number, roles: me.roles, team: uuid(800) },
  mate,
];

const towns = {
  shuangxi: { code: '350923101000', name: '双溪镇' },
  tangkou: { code: '350923103000', name: '棠口镇' },
};

function household(
  n: number,
  name: string,
  initials: string,
  village: string,
  group: string | null,
  more: Partial<HouseholdRow> = {},
): HouseholdRow {
  const member = (at: number, who: string, relation: string, age: number) => ({
    id: uuid(n * 100 + at),
    name: who,
    relation,
    sex: at % 2 ? 'm' : 'f',
    age,
    id_masked: '350923********0017',
    covered: true,
    lives_here: 'yes',
    benefit: 'covered',
  });
  return {
    id: uuid(n),
    number: `H10${String(n).padStart(2, '0')}`,
    name,
    initials,
    village: { code: `35092310${n}000`, name: village },
    town: n % 2 ? towns.shuangxi : towns.tangkou,
    group,
    address: `${village}${n}号`,
    phone: '13805931234',
    point: { lat_e7: 269_100_000 + n * 3000, lon_e7: 1_189_900_000 + n * 5000, datum: 'wgs84' },
    programme: 'dibao_rural',
    cert_no: `PN${n}`,
    start_month: '2024-03',
    class: 'B',
    persons_covered: 3,
    monthly_fen: 128_000,
    last_paid: { day: '2026-11-10', fen: 128_000 },
    paid_by: 'bank',
    card_holder: 'self',
    standard_fen: 80_000,
    members: [
      member(1, name, 'self', 71),
      member(2, '李细妹', 'spouse', 68),
      member(3, `${name.slice(0, 1)}小梅`, 'grandchild', 12),
    ],
    ...more,
  };
}

export const households: readonly HouseholdRow[] = [
  household(11, '郑桂芳', 'zgf', '北村村', null),
  household(12, '王木生', 'wms', '北村村', '3组'),
  household(13, '欧阳细妹', 'oyxm', '宜洋村', null),
  household(14, '周能旺', 'znw', '郑山村', '1组'),
  household(15, '陈银娇', 'cyj', '山头村', null),
  household(16, '苏振銮', 'szl', '前洋村', null),
  household(17, '甘秀钗', 'gxc', '后峭村', null),
  household(18, '阿卜杜热依木·麦麦提', 'abdr', '上培楼坪自然村', '12组', { phone: null, point: null }),
  household(19, '𫍲妹', 'xm', '漈头村', null),
];

export const rosterOnly: readonly HouseholdRow[] = Array.from({ length: 60 }, (_, at) =>
  household(30 + at, `张第${at + 1}`, 'zd', '长桥村', `${(at % 9) + 1}组`),
);

export const NOW = Date.parse('2026-11-24T14:05:00+08:00');
const day = 86_400_000;

function assignment(n: number, more: Partial<AssignmentRow> = {}): AssignmentRow {
  return {
    id: uuid(5000 + n),
    campaign: '350923-2026-RC',
    sealed: false,
    area: { code: '350923101000', name: '双溪镇' },
    window: { from_ms: NOW - day, to_ms: NOW + 6 * day },
    due_day: '2026-11-30',
    team: { id: uuid(800), name: '一组' },
    target: { kind: 'household', id: uuid(n) },
    leader: me.id,
    partner: mate.id,
    attempt: 1,
    mode: 'assigned',
    checklist,
    state: 'open',
    ...more,
  };
}

export const sealed: AssignmentRow = {
  id: uuid(5900),
  campaign: '350923-2026-S1',
  sealed: true,
  area: { code: '350923103000', name: '棠口镇' },
  window: {
    from_ms: Date.parse('2026-11-24T14:00:00+08:00'),
    to_ms: Date.parse('2026-11-24T17:00:00+08:00'),
  },
  due_day: '2026-11-24',
  team: { id: uuid(800), name: '一组' },
};

export const assignments: readonly AssignmentRow[] = [
  ...households.map((_, at) => assignment(11 + at)),
  sealed,
];
export const assignmentOf = (name: string): AssignmentRow => {
  const home = households.find((one) => one.name === name);
  const row = assignments.find((one) => one.target?.id === home?.id);
  if (!row) throw new Error(`nobody is called ${name}`);
  return row;
};

export const office: OfficeSetting = {
  id: 'office',
  hotline: '0593-3322110',
  duty: [{ label: '县民政局值班', phone: '0593-3322119' }],
  photo_long_edge: 2048,
};

export function itemFor(name: string, subject: string, more: Partial<OutboxItem>): OutboxItem {
  const home = households.find((one) => one.name === name);
  return {
    subject,
    kind: 'visit',
    transfer: 'saved',
    household: home
      ? { id: home.id, name: home.name, number: home.number, village: home.village.name }
      : null,
    result: 'MET',
    closed_ms: NOW - 3_600_000,
    opened_ms: NOW - 5_400_000,
    ops_sent: 0,
    ops_total: 9,
    photos_sent: 0,
    photos_total: 5,
    bytes_sent: 0,
    bytes_total: 2_900_000,
    receipt_no: null,
    stuck: null,
    ...more,
  };
}
