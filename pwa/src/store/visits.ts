/** All visits of the account in work: starting, opening, practising, and the alarm that waits for none of it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { hex } from '../protocol/bytes';
import { cleanText } from '../protocol/ops';
import { uuid4, uuid7, visitIdOf } from '../protocol/uuid';
import { readFile } from './album';
import type {
  AlarmInput,
  AssignmentRow,
  ChecklistRef,
  Definition,
  Draft,
  DraftCard,
  HouseholdRow,
  JsonValue,
  OpRef,
  StartVisit,
  Target,
  VisitHandle,
  Visits,
} from './contract';
import type { Device } from './device';
import { type Env, randomBytes } from './env';
import { PhoneError, untilFresh } from './errors';
import { DraftKeeper, openDraft, sealCard, sealDraft } from './keeper';
import { emptyRecord, type NewOp } from './ledger';
import { PracticeKeeper } from './practice';
import type { Replica } from './replica';
import { Visit } from './visit';

const cardOfDraft = (draft: Draft): DraftCard => ({
  visit_id: draft.visit_id,
  assignment: draft.assignment,
  household: draft.household?.id ?? null,
  name: draft.household?.name ?? '',
  result: draft.result,
  left_ms: draft.left_ms,
  answered: Object.keys(draft.answers).length,
  photos: draft.photos.length,
  saved_ms: draft.saved_ms,
});

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

export class VisitBook implements Visits {
  private readonly cards = signal<readonly DraftCard[]>([]);
  readonly drafts: ReadonlySignal<readonly DraftCard[]> = this.cards;
  private readonly open_now = new Map<string, { visit: Visit; keeper: DraftKeeper }>();
  /** How many handles are out: a new version of the app waits for them. */
  readonly handles = signal(0);

  constructor(
    private readonly device: () => Device | null,
    private readonly replica: Replica,
    private readonly env: Env,
    /** Something was written; `urgent` must go out at once. */
    private readonly written: (urgent: boolean) => void,
  ) {}

  private need(): Device {
    const device = this.device();
    if (device === null) throw new PhoneError('not-enrolled');
    device.keys.need();
    return device;
  }

  visitIdOf(assignment: AssignmentRow): string {
    return visitIdOf(assignment.id, assignment.attempt ?? 1);
  }

  /** After unlocking. A draft under an earlier data key stays on the disk, unread. */
  async load(): Promise<void> {
    const device = this.need();
    const data = device.keys.need();
    const rows = await device.db.read(['drafts'], (tx) => tx.objectStore('drafts').getAll());
    const own = rows.filter((row) => row.data_key === data.id);
    const drafts = await Promise.all(own.map((row) => openDraft(device, data, row)));
    this.cards.value = drafts.map(cardOfDraft).sort((a, b) => b.saved_ms - a.saved_ms);
  }

  /** Lets what is being written end, then forgets every clear word. */
  async lock(): Promise<void> {
    await Promise.all([...this.open_now.values()].map(({ keeper }) => keeper.idle()));
    this.open_now.clear();
    this.handles.value = 0;
    this.cards.value = [];
  }

  private noteCard(visit_id: string, draft: Draft | null): void {
    const others = this.cards.value.filter((card) => card.visit_id !== visit_id);
    this.cards.value = draft === null ? others : [cardOfDraft(draft), ...others];
  }

  private beginning(input: StartVisit): Beginning {
    const { from } = input;
    if ('assignment' in from) {
      const row = this.replica.assignments.value.get(from.assignment);
      if (row?.target === undefined || row.checklist === undefined) throw new PhoneError('not-found');
      return {
        visit_id: this.visitIdOf(row),
        assignment: row.id,
        scope: row.campaign,
        target: row.target,
        household: this.replica.households.value.get(row.target.id) ?? null,
        attempt: row.attempt ?? 1,
        checklist: row.checklist,
        mode: input.mode ?? row.mode ?? 'assigned',
      };
    }
    const household = this.replica.households.value.get(from.household);
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
    const device = this.need();
    const data = device.keys.need();
    const draft = this.newDraft(this.beginning(input), input);
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
      const op = await device.ledger.prepare(this.opened(draft));
      await device.ledger.append({
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
          await tx.objectStore('drafts').put(row);
        },
      });
    }).catch((error: unknown) => {
      if (!(error instanceof PhoneError && error.code === 'already-closed')) throw error;
    });
    this.written(false);
    return this.open(visit_id);
  }

  async open(visit_id: string): Promise<VisitHandle> {
    const device = this.need();
    const data = device.keys.need();
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
          if (device.keys.dataKey !== null) this.noteCard(visit_id, next);
        },
        wrote: () => this.written(false),
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
        this.handles.value = this.open_now.size;
      },
    );
    this.open_now.set(visit_id, { visit, keeper });
    this.handles.value = this.open_now.size;
    this.noteCard(visit_id, draft);
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
    const device = this.need();
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
    const [row] = await untilFresh(async () =>
      device.ledger.append({ ops: [await device.ledger.prepare(op)] }),
    );
    this.written(true);
    return { op_id: row?.op_id ?? '', hash: row?.hash ?? '' };
  }

  photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer> {
    return readFile(this.need(), sha256, size);
  }
}
