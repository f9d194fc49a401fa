/** Visits in work: starting, opening, practising, and the alarm that waits for none of it. Loaded when the phone is unlocked. */
import { hex } from '../protocol/bytes';
import { cleanText } from '../protocol/ops';
import { uuid4, uuid7, visitIdOf } from '../protocol/uuid';
import { readFile } from './album';
import type {
  AlarmInput,
  ChecklistRef,
  Definition,
  Draft,
  HouseholdRow,
  JsonValue,
  OpRef,
  StartVisit,
  Target,
  VisitHandle,
} from './contract';
import type { Device } from './device';
import { openDraft, sealCard, sealDraft } from './drafts';
import { type Env, randomBytes } from './env';
import { PhoneError, untilFresh } from './errors';
import { DraftKeeper } from './keeper';
import type { DataKey } from './keyring';
import { emptyRecord, type Ledger, ledgerOf, type NewOp } from './ledger';
import { PracticeKeeper } from './practice';
import type { Replica } from './replica';
import { Visit } from './visit';

/** What the book tells to whoever holds it. */
export interface Desk {
  note(visit_id: string, draft: Draft | null): void;
  handles(count: number): void;
  /** Something was written; `urgent` must go out at once. */
  written(urgent: boolean): void;
}

interface Beginning {
  readonly visit_id: string;
  readonly assignment: string | null;
  readonly scope: string;
  readonly target: Target;
  readonly household: HouseholdRow | null;
  readonly attempt: number;
  readonly checklist: ChecklistRef;
  readonly mode: string;
}

export class VisitBook {
  private readonly open_now = new Map<string, { visit: Visit; keeper: DraftKeeper }>();

  constructor(
    private readonly device: Device,
    private readonly replica: Replica,
    private readonly desk: Desk,
  ) {}

  private get env(): Env {
    return this.device.env;
  }

  private get ledger(): Ledger {
    return ledgerOf(this.device);
  }

  private need(): DataKey {
    return this.device.keys.need();
  }

  /** Lets what is being written end, then forgets. */
  async lock(): Promise<void> {
    await Promise.all([...this.open_now.values()].map(({ keeper }) => keeper.idle()));
    this.open_now.clear();
  }

  private async beginning(input: StartVisit): Promise<Beginning> {
    const { from } = input;
    if ('assignment' in from) {
      const row = this.replica.assignments.value.get(from.assignment);
      if (row?.target === undefined || row.checklist === undefined) throw new PhoneError('not-found');
      return {
        visit_id: await visitIdOf(row.id, row.attempt ?? 1),
        assignment: row.id,
        scope: row.campaign,
        target: row.target,
        household: this.replica.households.value.get(row.target.id) ?? null,
        attempt: row.attempt ?? 1,
        checklist: row.checklist,
        mode: input.mode ?? row.mode ?? 'assigned',
      };
    }
    const household = 'newcomer' in from ? from.newcomer : this.replica.households.value.get(from.household);
    if (household === undefined) throw new PhoneError('not-found');
    return {
      visit_id: uuid7(this.env.now(), randomBytes(this.env, 10)),
      assignment: null,
      scope: from.scope,
      target: { kind: 'household', id: household.id },
      household,
      attempt: 1,
      checklist: from.checklist,
      mode: input.mode ?? 'adhoc',
    };
  }

  private newDraft(begun: Beginning, input: Omit<StartVisit, 'from'>): Draft {
    const now = this.env.now();
    const { id, version, sha256 } = begun.checklist;
    return {
      ...begun,
      checklist: { id, version, sha256 },
      round: 1,
      leader: input.leader,
      partner: input.partner,
      partner_way: input.partner_way,
      alone_reason: input.alone_reason ?? null,
      opened_ms: now,
      arrived_ms: now,
      left_ms: null,
      fix: input.fix,
      no_fix: null,
      result: null,
      answers: {},
      notes: {},
      topics_done: [],
      findings: [],
      remark: '',
      photos: [],
      shots_skipped: {},
      voices: [],
      signatures: [],
      pending_shot: null,
      place: null,
      saved_ms: now,
    };
  }

  private opened(draft: Draft): NewOp {
    const { assignment, target, attempt, round, checklist, mode, leader, partner, partner_way } = draft;
    return {
      kind: 'visit.opened',
      scope: draft.scope,
      subject: draft.visit_id,
      body: {
        ...{
          assignment,
          target: { kind: target.kind, id: target.id },
          attempt,
          round,
          checklist: { ...checklist },
        },
        ...{ mode, leader, partner, partner_way, alone_reason: draft.alone_reason ?? undefined },
        fix: draft.fix as unknown as JsonValue,
      },
    };
  }

  async start(input: StartVisit): Promise<VisitHandle> {
    const { device } = this;
    const data = this.need();
    const draft = this.newDraft(await this.beginning(input), input);
    await this.replica.definition(draft.checklist.sha256);
    const { visit_id } = draft;
    const there = await device.db.read(['drafts', 'records'], (tx) =>
      Promise.all([tx.objectStore('drafts').get(visit_id), tx.objectStore('records').get(visit_id)]),
    );
    if (there[0]?.data_key === data.id) return this.open(visit_id);
    if (there[1]?.closed_ms != null) throw new PhoneError('already-closed');
    const row = await sealDraft(device, data, draft, 1);
    const card = await sealCard(device, data, draft);
    await untilFresh(async () => {
      const op = await this.ledger.prepare(this.opened(draft));
      await this.ledger.append({
        ops: [op],
        record: (known) => ({
          ...(known ?? emptyRecord(visit_id, 'visit', draft.opened_ms)),
          kind: 'visit',
          ...card,
        }),
        also_tables: ['drafts'],
        also: async (tx) => {
          const known = await tx.objectStore('drafts').get(visit_id);
          // The other tab was faster: its draft stands, and this op is not written a second time.
          if (known?.data_key === data.id) throw new PhoneError('already-closed');
          // Under a forgotten PIN: kept aside, for it may be remembered yet.
          if (known !== undefined)
            await tx.objectStore('drafts').put({ ...known, visit_id: `${visit_id} ${known.data_key}` });
          await tx.objectStore('drafts').put(row);
        },
      });
    }).catch((error: unknown) => {
      if (!(error instanceof PhoneError && error.code === 'already-closed')) throw error;
    });
    this.desk.written(false);
    return this.open(visit_id);
  }

  async open(visit_id: string): Promise<VisitHandle> {
    const { device } = this;
    const data = this.need();
    const held = this.open_now.get(visit_id);
    if (held !== undefined) return held.visit;
    const row = await device.db.read(['drafts'], (tx) => tx.objectStore('drafts').get(visit_id));
    if (row === undefined || row.data_key !== data.id) throw new PhoneError('not-found');
    const draft = await openDraft(device, data, row);
    const definition = await this.replica.definition(draft.checklist.sha256);
    const now_held = this.open_now.get(visit_id);
    if (now_held !== undefined) return now_held.visit;
    const keeper = new DraftKeeper(
      device,
      this.env,
      data,
      { draft, rev: row.rev },
      {
        saved: (next) => {
          if (device.keys.dataKey !== null) this.desk.note(visit_id, next);
        },
        wrote: () => this.desk.written(false),
      },
    );
    const visit = new Visit(
      keeper,
      definition,
      false,
      this.env,
      (text) => device.keys.sign(text),
      () => {
        if (this.open_now.get(visit_id)?.visit === visit) this.open_now.delete(visit_id);
        this.desk.handles(this.open_now.size);
      },
    );
    this.open_now.set(visit_id, { visit, keeper });
    this.desk.handles(this.open_now.size);
    this.desk.note(visit_id, draft);
    return visit;
  }

  practice(input: { household: HouseholdRow; definition: Definition; leader: string }): VisitHandle {
    const { household, definition, leader } = input;
    const draft = this.newDraft(
      {
        visit_id: uuid4(randomBytes(this.env, 16)),
        assignment: null,
        scope: '-',
        target: { kind: definition.target, id: household.id },
        household,
        attempt: 1,
        checklist: { id: definition.id, version: definition.version, sha256: hex(new Uint8Array(32)) },
        mode: 'practice',
      },
      { leader, partner: null, partner_way: 'alone', fix: null },
    );
    return new Visit(
      new PracticeKeeper(draft, this.env),
      definition,
      true,
      this.env,
      async () => null,
      () => undefined,
    );
  }

  async raiseAlarm(input: AlarmInput): Promise<OpRef> {
    this.need();
    const assignment =
      input.assignment === undefined ? undefined : this.replica.assignments.value.get(input.assignment);
    const held =
      input.visit_id === undefined ? undefined : this.open_now.get(input.visit_id)?.visit.draft.peek();
    const scope = held?.scope ?? assignment?.campaign ?? input.scope ?? '-';
    const subject = input.visit_id ?? input.assignment ?? uuid7(this.env.now(), randomBytes(this.env, 10));
    const op: NewOp = {
      kind: 'alarm.raised',
      scope,
      subject,
      body: {
        alarm: input.alarm,
        target: { kind: input.target.kind, id: input.target.id },
        fix: input.fix as unknown as JsonValue,
      },
      part: input.note === undefined || input.note === '' ? undefined : { note: cleanText(input.note) },
    };
    const home = held?.household ?? this.replica.households.value.get(input.target.id) ?? null;
    const card = await sealCard(this.device, this.need(), {
      visit_id: subject,
      household: home,
      result: null,
    });
    const [row] = await untilFresh(async () =>
      this.ledger.append({
        ops: [await this.ledger.prepare(op)],
        record: (known) => ({
          ...(known ?? emptyRecord(subject, 'alarm', this.env.now())),
          ...(known?.card == null ? card : {}),
        }),
      }),
    );
    this.desk.written(true);
    return { op_id: row?.op_id ?? '', hash: row?.hash ?? '' };
  }

  photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer> {
    return readFile(this.device, sha256, size);
  }
}

/** The first op of a device's first epoch. */
export const begin = (device: Device): Promise<void> => ledgerOf(device).begin();
