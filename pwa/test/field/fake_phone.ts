// The whole contract in memory: the real visit and the real evaluator, over a keeper that keeps nothing.
import { signal } from '@preact/signals';
import type {
  Account,
  AlarmInput,
  Draft,
  DraftCard,
  EngineStatus,
  HouseholdRow,
  OpStatusRow,
  OutboxItem,
  Phone,
  PhoneErrorShape,
  Session,
  StartVisit,
  StorageState,
  VisitHandle,
} from '@/store/contract';
import { browserEnv } from '@/store/env';
import { PracticeKeeper } from '@/store/practice';
import { Visit } from '@/store/visit';
import { visitIdOf } from './visit_id';
import * as world from './world';

export class FakeError extends Error implements PhoneErrorShape {
  constructor(
    readonly code: PhoneErrorShape['code'],
    readonly params: Record<string, number | string> = {},
  ) {
    super(code);
  }
}

const account: Account = { device: '0b54b1f0-0000-4000-8000-0000000000d1', user: world.me, enrolled_ms: 1 };
const env = browserEnv();

export interface Options {
  readonly items?: readonly OutboxItem[];
  readonly statuses?: readonly OpStatusRow[];
  readonly engine?: Partial<EngineStatus>;
  readonly storage?: Partial<StorageState>;
  readonly days?: number;
  readonly empty?: boolean;
}

export function blankDraft(home: HouseholdRow, more: Partial<Draft> = {}): Draft {
  const now = env.now();
  return {
    ...{
      visit_id: crypto.randomUUID(),
      assignment: null,
      scope: '350923-2026-RC',
      target: { kind: 'household', id: home.id },
    },
    ...{
      household: home,
      attempt: 1,
      round: 1,
      checklist: world.checklist,
      mode: 'assigned',
      leader: world.me.id,
    },
    ...{
      partner: world.mate.id,
      partner_way: 'same_phone',
      alone_reason: null,
      opened_ms: now,
      arrived_ms: now,
      left_ms: null,
    },
    ...{
      fix: null,
      no_fix: null,
      result: null,
      answers: {},
      notes: {},
      topics_done: [],
      findings: [],
      remark: '',
      photos: [],
    },
    ...{ shots_skipped: {}, voices: [], signatures: [], pending_shot: null, place: null, saved_ms: now },
    ...more,
  } as Draft;
}

export function fakePhone(options: Options = {}) {
  const handles = new Map<string, Visit>();
  const alarms: AlarmInput[] = [];
  const closed: { visit: string; remark: string; result: string; draft: Draft }[] = [];
  const cards = signal<readonly DraftCard[]>([]);
  const items = signal<readonly OutboxItem[]>(options.items ?? []);
  const households = signal<ReadonlyMap<string, HouseholdRow>>(
    new Map(options.empty ? [] : [...world.households, ...world.rosterOnly].map((one) => [one.id, one])),
  );
  const assignments = signal(new Map(options.empty ? [] : world.assignments.map((one) => [one.id, one])));
  const session = signal<Session>({ kind: 'live', user: world.me });
  const wifi_only = signal(false);
  const state = signal<'unlocked' | 'locked'>('unlocked');
  const engine = signal<EngineStatus>({
    reachable: false,
    last_answer_ms: null,
    sending: null,
    needs_sign_in: false,
    next_try_ms: null,
    trouble: 'offline',
    skew_ms: null,
    ...options.engine,
  });

  const card = (draft: Draft): DraftCard => ({
    ...{
      visit_id: draft.visit_id,
      assignment: draft.assignment,
      household: draft.household?.id ?? null,
      name: draft.household?.name ?? '',
    },
    ...{
      result: draft.result,
      left_ms: draft.left_ms,
      answered: Object.keys(draft.answers).length,
      photos: draft.photos.length,
      saved_ms: draft.saved_ms,
    },
  });
  const list = (): void => {
    cards.value = [...handles.values()].map((visit) => card(visit.draft.peek()));
  };
  const make = (draft: Draft, practice = false): Visit => {
    const visit = new Visit(
      new PracticeKeeper(draft, env),
      world.definition,
      practice,
      env,
      async () => null,
      () => undefined,
    );
    const close = visit.close.bind(visit);
    visit.close = async (input) => {
      const before = visit.draft.value;
      await close(input);
      if (practice) return;
      closed.push({ visit: draft.visit_id, remark: input.remark ?? '', result: input.result, draft: before });
      handles.delete(draft.visit_id);
      const home = before.household;
      items.value = [
        world.itemFor(home?.name ?? '', draft.visit_id, {
          closed_ms: Date.now(),
          result: input.result,
          photos_total: before.photos.length,
        }),
        ...items.value,
      ];
      list();
    };
    if (!practice) handles.set(draft.visit_id, visit);
    list();
    return visit;
  };
  const start = async (input: StartVisit): Promise<VisitHandle> => {
    const from = input.from;
    const row = 'assignment' in from ? assignments.value.get(from.assignment) : undefined;
    const id = 'household' in from ? from.household : (row?.target?.id ?? '');
    const home = 'newcomer' in from ? from.newcomer : households.value.get(id);
    if (!home) throw new FakeError('not-found');
    const visit_id = row ? visitIdOf(row.id, row.attempt ?? 1) : crypto.randomUUID();
    const { leader, partner, partner_way } = input;
    return (
      handles.get(visit_id) ??
      make(
        blankDraft(home, {
          visit_id,
          assignment: row?.id ?? null,
          leader,
          partner,
          partner_way,
          alone_reason: input.alone_reason ?? null,
          fix: input.fix,
        }),
      )
    );
  };
  const phone: Phone = {
    accounts: {
      list: signal([account]),
      current: signal<Account | null>(account),
      session,
      refreshSession: async () => session.value,
      signIn: async () => world.me,
      signInDemo: async () => world.me,
      choose: async () => undefined,
      signOut: async ({ courier }) => {
        if (!courier && items.value.some((one) => one.transfer !== 'all'))
          throw new FakeError('unsent', { visits: 1 });
      },
    },
    vault: {
      state,
      wait_until_ms: signal(0),
      setPin: async () => undefined,
      unlock: async () => undefined,
      changePin: async () => undefined,
      checkPin: async (pin) => {
        if (pin !== '135790') throw new FakeError('wrong-pin', { wait_ms: 0 });
      },
      replaceForgottenPin: async () => undefined,
      lock: () => undefined,
      touch: () => undefined,
      holdUnlocked: () => () => undefined,
    },
    rows: {
      assignments,
      households,
      persons: signal(new Map(world.people.map((one) => [one.id, one]))),
      settings: signal(new Map([['office', world.office]])),
      checklists: signal(
        new Map([['household-short', { ...world.checklist, title: world.definition.title }]]),
      ),
      statuses: signal(new Map((options.statuses ?? []).map((one) => [one.visit_id, one]))),
      pulled_ms: signal<number | null>(options.empty ? null : Date.now() - 3_600_000),
      definition: async () => world.definition,
      find: (query) => {
        const words = query.toLowerCase().split(/\s+/).filter(Boolean);
        return [...households.value.values()].filter((one) =>
          words.every((word) =>
            `${one.name} ${one.initials} ${one.village.name} ${one.number}`.toLowerCase().includes(word),
          ),
        );
      },
    },
    visits: {
      drafts: cards,
      visitIdOf: (row) => visitIdOf(row.id, row.attempt ?? 1),
      start,
      open: async (visit) => {
        const handle = handles.get(visit);
        if (handle) return handle;
        throw new FakeError(
          items.value.some((one) => one.subject === visit) ? 'already-closed' : 'not-found',
        );
      },
      practice: ({ household, leader }) =>
        make(blankDraft(household, { leader, partner: null, partner_way: 'alone' }), true),
      raiseAlarm: async (input) => {
        alarms.push(input);
        return { op_id: 'o', hash: 'h' };
      },
      photo: async () => new ArrayBuffer(0),
    },
    outbox: {
      items,
      totals: {
        get value() {
          const open = items.value.filter((one) => one.transfer !== 'all');
          const sum = (of: (item: OutboxItem) => number): number =>
            open.reduce((all, one) => all + of(one), 0);
          return {
            visits_unsent: open.length,
            ops_unsent: sum((one) => one.ops_total - one.ops_sent),
            photos_unsent: sum((one) => one.photos_total - one.photos_sent),
            bytes_unsent: sum((one) => one.bytes_total - one.bytes_sent),
            oldest_unsent_days: options.days ?? 0,
          };
        },
      } as Phone['outbox']['totals'],
      courier_ops: signal(0),
    },
    engine,
    storage: signal<StorageState>({
      persisted: true,
      free_bytes: 1_200_000_000,
      used_bytes: 31_000_000,
      failing: null,
      ...options.storage,
    }),
    askPersistence: async () => true,
    refreshStorage: async () => undefined,
    syncNow: async () => undefined,
    wifi_only,
    setWifiOnly: async (on) => {
      wifi_only.value = on;
    },
    sendAnyway: () => undefined,
    busy: signal(false),
    close: async () => undefined,
  };
  return { phone, alarms, closed, items, make, engine };
}
