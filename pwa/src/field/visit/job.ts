// The household that is open: who it is, whether its visit has begun, and the one handle that all its screens share.
import { type ReadonlySignal, signal } from '@preact/signals';
import type {
  AssignmentRow,
  ChecklistRef,
  HouseholdRow,
  Phone,
  PhoneErrorCode,
  ResultCode,
  VisitHandle,
} from '@/store/contract';
import { replace, url } from '../nav';
import type { Room } from '../room';
import { practiceHousehold } from './practice';

export interface Job {
  readonly ref: string;
  readonly household: HouseholdRow | null;
  readonly assignment: AssignmentRow | null;
  readonly practice: boolean;
  /** Null until the visit has begun: looking at a household on the road is no visit. */
  readonly handle: VisitHandle | null;
}

export type JobState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'closed'; readonly visit_id: string }
  | { readonly kind: 'failed'; readonly code: PhoneErrorCode | 'unknown' }
  | { readonly kind: 'ready'; readonly job: Job };

const state = signal<JobState>({ kind: 'loading' });
export const jobState: ReadonlySignal<JobState> = state;
let open_ref: string | null = null;
let rehearsal: VisitHandle | null = null;
/** 新住户 that were written down and whose visit has not begun. */
const newcomers = new Map<string, HouseholdRow>();

/** Returns the `ref` that opens it. */
export function addNewcomer(row: HouseholdRow): string {
  newcomers.set(row.id, row);
  return `n.${row.id}`;
}

export function codeOf(error: unknown): PhoneErrorCode | 'unknown' {
  return typeof error === 'object' && error !== null && 'code' in error
    ? (error.code as PhoneErrorCode)
    : 'unknown';
}

/** Opens a household by its `ref`; the same one again does nothing. */
export async function openJob(room: Room, ref: string): Promise<void> {
  if (open_ref === ref && state.value.kind !== 'failed') return;
  leaveJob();
  open_ref = ref;
  state.value = { kind: 'loading' };
  room.watcher.close();
  room.watcher.open();
  try {
    const found = await load(room.phone, ref);
    if (open_ref !== ref) {
      if (found.kind === 'ready' && !found.job.practice) found.job.handle?.release();
      return;
    }
    state.value = found;
  } catch (error) {
    if (open_ref === ref)
      state.value =
        codeOf(error) === 'not-found' ? { kind: 'missing' } : { kind: 'failed', code: codeOf(error) };
  }
}

/** Lets the handle go; the draft stays. The practice visit is kept while the app runs. */
export function leaveJob(): void {
  const now = state.value;
  if (now.kind === 'ready' && !now.job.practice) now.job.handle?.release();
  open_ref = null;
  state.value = { kind: 'loading' };
}

async function load(phone: Phone, ref: string): Promise<JobState> {
  if (ref === 'practice') {
    return {
      kind: 'ready',
      job: {
        ref,
        household: practiceHousehold(Date.now()),
        assignment: null,
        practice: true,
        handle: rehearsal,
      },
    };
  }
  const [kind, id] = [ref.slice(0, 2), ref.slice(2)];
  if (kind === 'a.') return loadAssignment(phone, ref, id);
  if (kind === 'h.' || kind === 'n.') {
    const household = (kind === 'n.' ? newcomers : phone.rows.households.value).get(id) ?? null;
    return household
      ? { kind: 'ready', job: { ref, household, assignment: null, practice: false, handle: null } }
      : { kind: 'missing' };
  }
  return openVisit(phone, ref, id, null);
}

async function loadAssignment(phone: Phone, ref: string, id: string): Promise<JobState> {
  const assignment = phone.rows.assignments.value.get(id);
  if (!assignment?.target || assignment.sealed) return { kind: 'missing' };
  const visit = phone.visits.visitIdOf(assignment);
  if (phone.visits.drafts.value.some((draft) => draft.visit_id === visit))
    return openVisit(phone, ref, visit, assignment);
  if (phone.outbox.items.value.some((item) => item.subject === visit && item.closed_ms !== null))
    return { kind: 'closed', visit_id: visit };
  const household = phone.rows.households.value.get(assignment.target.id) ?? null;
  return household
    ? { kind: 'ready', job: { ref, household, assignment, practice: false, handle: null } }
    : { kind: 'missing' };
}

async function openVisit(
  phone: Phone,
  ref: string,
  visit: string,
  assignment: AssignmentRow | null,
): Promise<JobState> {
  try {
    const handle = await phone.visits.open(visit);
    return {
      kind: 'ready',
      job: { ref, household: handle.draft.value.household, assignment, practice: false, handle },
    };
  } catch (error) {
    if (codeOf(error) === 'already-closed') return { kind: 'closed', visit_id: visit };
    throw error;
  }
}

export interface Crew {
  readonly leader: string;
  readonly partner: string | null;
  readonly alone_reason?: string;
}

/** Who goes, as far as the order says it. Null partner: ask before the visit begins. */
export function crewOf(phone: Phone, assignment: AssignmentRow | null): Crew {
  const me = phone.accounts.current.value?.user.id ?? '';
  const leader = assignment?.leader ?? me;
  return { leader, partner: assignment?.partner ?? (leader === me ? null : me) };
}

/** Begins the visit: from here on there is a record. */
export async function begin(room: Room, job: Job, crew: Crew): Promise<VisitHandle> {
  const handle = await beginHandle(room, job, crew);
  const ref = job.assignment || job.practice ? job.ref : `v.${handle.visit_id}`;
  open_ref = ref;
  state.value = {
    kind: 'ready',
    job: { ...job, ref, household: handle.draft.value.household ?? job.household, handle },
  };
  if (ref !== job.ref) replace(url.visit(ref));
  return handle;
}

async function beginHandle(room: Room, job: Job, crew: Crew): Promise<VisitHandle> {
  const { phone, watcher } = room;
  if (job.practice && job.household) {
    const ref = await householdChecklist(phone);
    const definition = await phone.rows.definition(ref.sha256);
    rehearsal = phone.visits.practice({ household: job.household, definition, leader: crew.leader });
    return rehearsal;
  }
  const { fix } = await watcher.fix();
  const who = {
    leader: crew.leader,
    partner: crew.partner,
    partner_way: crew.partner ? ('same_phone' as const) : ('alone' as const),
    ...(crew.alone_reason ? { alone_reason: crew.alone_reason } : {}),
    fix,
  };
  if (job.assignment) {
    const mode = job.assignment.mode;
    return phone.visits.start({ from: { assignment: job.assignment.id }, ...who, ...(mode ? { mode } : {}) });
  }
  const standing = { scope: standingCampaign(phone), checklist: await householdChecklist(phone) };
  const newcomer = newcomers.get(job.household?.id ?? '');
  if (!newcomer) {
    const household = job.household?.id ?? '';
    return phone.visits.start({ from: { household, ...standing }, ...who, mode: 'adhoc' });
  }
  const handle = await phone.visits.start({ from: { newcomer, ...standing }, ...who, mode: 'newcomer' });
  newcomers.delete(newcomer.id);
  // The office has no row of this household: the name travels as a note, encrypted with the rest of the answers.
  const words = [newcomer.name, newcomer.village.name, newcomer.address, newcomer.phone]
    .filter(Boolean)
    .join('，');
  await handle.patch({ notes: { newcomer: words } });
  return handle;
}

/** Ad-hoc visits belong to the county's standing campaign of the year. */
export function standingCampaign(phone: Phone): string {
  const county = (phone.accounts.current.value?.user.org.division_code ?? '').slice(0, 6).padEnd(6, '0');
  const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
  return `${county}-${year}-RC`;
}

/** The form for a household: the one the orders use, else the newest on the phone that is meant for households. */
export async function householdChecklist(phone: Phone): Promise<ChecklistRef> {
  for (const row of phone.rows.assignments.value.values())
    if (row.target?.kind === 'household' && row.checklist) return row.checklist;
  const all = [...phone.rows.checklists.value.values()].sort((a, b) => b.version - a.version);
  for (const row of all) {
    try {
      if ((await phone.rows.definition(row.sha256)).target === 'household')
        return { id: row.id, version: row.version, sha256: row.sha256 };
    } catch {
      // its bytes are not on this phone yet: the next one
    }
  }
  throw Object.assign(new Error('no checklist'), { code: 'not-found' });
}

/** After closing: nothing of the visit stays open here. */
export function finished(job: Job): void {
  if (job.practice) rehearsal = null;
  open_ref = null;
  state.value = job.handle ? { kind: 'closed', visit_id: job.handle.visit_id } : { kind: 'loading' };
}

export function isMet(result: ResultCode | null): boolean {
  return result === null || result === 'MET';
}
