/**
 * What the screens may ask of the phone, and nothing else. Types only: the code behind it is `sync/phone.ts` (`openPhone`).
 *
 * Three promises hold for every function here.
 * 1. A promise that resolves means "IndexedDB has committed it with strict durability". Show 已保存 after that, never before.
 * 2. A promise that rejects, rejects with a `PhoneError` whose `code` is in `PhoneErrorCode`; nothing was half written.
 * 3. Nothing here waits for the network, except where the comment says "online".
 *
 * Signals hold frozen values: never change what you read from them.
 */
import type { ReadonlySignal } from '@preact/signals';
import type { Answers, AnswerValue, Definition, Evaluation } from '../protocol/checklist';

export type { Answers, AnswerValue, Definition, Evaluation };

// ───────────────────────────── errors ─────────────────────────────

export type PhoneErrorCode =
  | 'storage-full' // the browser has no room: nothing was saved; offer 清理 / smaller photo
  | 'storage-dead' // the database does not answer after three new handles: "NOT SAVED, do not leave this page"
  | 'storage-none' // this browser has no IndexedDB (private window): it cannot work offline
  | 'locked' // needs the PIN first
  | 'wrong-pin' // `params.wait_ms` = delay before the next try (0: at once)
  | 'pin-wait' // too early for another try; `params.wait_ms` left
  | 'pin-weak' // not six digits, or one of the obvious ones
  | 'signed-out' // a live session is needed for this
  | 'bad-credentials' // login or password wrong
  | 'too-many-tries' // server asks to wait; `params.wait_ms`
  | 'offline' // the server did not answer (also: a captive portal answered)
  | 'server' // the server answered with a problem; `params.problem` = its kebab-case code
  | 'not-enrolled' // this account has no device on this browser yet (first sign-in must be online)
  | 'unsent' // refused while records are unsent; `params.visits` = how many
  | 'not-found' // no such visit, assignment, photo or checklist on this phone
  | 'already-closed' // the visit is closed (perhaps in another tab)
  | 'too-long' // one text is over 64 kB
  | 'bad-photo' // empty file, or not an image or recording that may travel
  | 'photo-damaged' // the bytes on this phone no longer match their hash
  | 'incomplete' // close() refused: `params` says what is missing (see `CloseRefusal`)
  | 'insecure'; // no WebCrypto here: the page was opened over http on a network address

export interface PhoneErrorShape extends Error {
  readonly code: PhoneErrorCode;
  readonly params: Readonly<Record<string, number | string>>;
}

// ───────────────────────────── people and rows ─────────────────────────────

export type Role = 'inspector' | 'team_leader' | 'reviewer' | 'volunteer' | 'office_admin' | 'auditor';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly number: string | null;
  readonly roles: readonly Role[];
  readonly org: { readonly id: string; readonly name: string; readonly division_code: string };
}

export interface Account {
  /** The device: one account on one browser profile. */
  readonly device: string;
  readonly user: User;
  readonly enrolled_ms: number;
}

export interface AreaRef {
  readonly code: string;
  readonly name: string;
}

export interface AssignmentRow {
  readonly id: string;
  readonly campaign: string;
  readonly sealed: boolean;
  readonly area: AreaRef;
  readonly window: { readonly from_ms: number; readonly to_ms: number };
  readonly due_day: string;
  readonly team: { readonly id: string; readonly name: string };
  readonly target?: Target;
  readonly leader?: string | null;
  readonly partner?: string | null;
  readonly attempt?: number;
  readonly mode?: string;
  readonly checklist?: ChecklistRef;
  readonly state?: 'open' | 'done' | 'withdrawn';
}

export interface Target {
  readonly kind: string;
  readonly id: string;
}

export interface ChecklistRef {
  readonly id: string;
  readonly version: number;
  readonly sha256: string;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly relation: string;
  readonly sex: string;
  readonly age: number | null;
  readonly id_masked: string;
  readonly covered: boolean;
}

export interface HouseholdRow {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly initials: string;
  readonly village: AreaRef;
  readonly town: AreaRef;
  readonly group: string | null;
  readonly address: string | null;
  readonly phone: string | null;
  readonly point: { readonly lat_e7: number; readonly lon_e7: number; readonly datum: 'wgs84' } | null;
  readonly programme: string | null;
  readonly cert_no: string | null;
  readonly start_month: string | null;
  readonly class: string | null;
  readonly persons_covered: number | null;
  readonly monthly_fen: number | null;
  readonly last_paid: { readonly day: string; readonly fen: number } | null;
  readonly paid_by: 'bank' | 'cash' | null;
  readonly card_holder: string | null;
  readonly standard_fen: number | null;
  readonly members: readonly Member[];
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly number: string | null;
  readonly roles: readonly Role[];
  readonly team: string | null;
}

export interface OfficeSetting {
  readonly id: 'office';
  readonly hotline: string | null;
  readonly duty: readonly { readonly label: string; readonly phone: string }[];
  readonly photo_long_edge?: number;
  readonly [more: string]: unknown;
}

export interface ChecklistRow extends ChecklistRef {
  readonly title: { readonly 'zh-CN': string; readonly en: string };
}

export interface OpStatusRow {
  readonly visit_id: string;
  readonly transfer: 'text' | 'all';
  readonly review: string | null;
  readonly arrived_ms: number;
  readonly receipt_no: string | null;
}

/** Everything pulled, decrypted in memory. All maps are empty while locked. */
export interface Rows {
  readonly assignments: ReadonlySignal<ReadonlyMap<string, AssignmentRow>>;
  readonly households: ReadonlySignal<ReadonlyMap<string, HouseholdRow>>;
  readonly persons: ReadonlySignal<ReadonlyMap<string, PersonRow>>;
  readonly settings: ReadonlySignal<ReadonlyMap<string, OfficeSetting>>;
  readonly checklists: ReadonlySignal<ReadonlyMap<string, ChecklistRow>>;
  /** By visit id. */
  readonly statuses: ReadonlySignal<ReadonlyMap<string, OpStatusRow>>;
  /** When a page was last applied, or null. Shown as 上次更新. */
  readonly pulled_ms: ReadonlySignal<number | null>;
  /** The definition of a checklist whose bytes are on the phone (hash checked). Rejects `not-found`. */
  definition(sha256: string): Promise<Definition>;
  /**
   * Synchronous search by name, pinyin initials, village, town, group, number. All words of the query must match.
   * Empty query: all, by village then name.
   */
  find(query: string): readonly HouseholdRow[];
}

// ───────────────────────────── accounts and session (online) ─────────────────────────────

export type Session =
  | { readonly kind: 'unknown' } // not asked yet, or no answer
  | { readonly kind: 'live'; readonly user: User }
  | { readonly kind: 'none' }; // the server said 401

export interface Accounts {
  readonly list: ReadonlySignal<readonly Account[]>;
  /** The account whose work this browser shows now; kept over reloads. Null for office people and before first sign-in. */
  readonly current: ReadonlySignal<Account | null>;
  readonly session: ReadonlySignal<Session>;
  /** Online: asks GET /api/session. Never rejects; without an answer the session stays as it was. */
  refreshSession(): Promise<Session>;
  /** Online. For inspectors and team leaders also enrols this browser (device id, key pair, token, intake key). */
  signIn(login: string, password: string): Promise<User>;
  /** Online, demo only. */
  signInDemo(login: string): Promise<User>;
  /** Work on with an account that is enrolled here, without network; the PIN is asked by `vault`. */
  choose(device: string): Promise<void>;
  /**
   * Ends the session (if one can be reached) and locks. Rejects `unsent` while records of the current account are unsent,
   * unless `courier` is true: then they stay, sealed, and go out whenever this browser is open, whoever signs in.
   */
  signOut(options: { readonly courier: boolean }): Promise<void>;
}

// ───────────────────────────── PIN ─────────────────────────────

export type VaultState =
  | 'none' // no current account
  | 'new' // enrolled, PIN not chosen yet
  | 'locked'
  | 'unlocked';

/** Ends a hold. Calling it twice does nothing. */
export type Release = () => void;

export interface Vault {
  readonly state: ReadonlySignal<VaultState>;
  /** Wall time before which `unlock` is refused with `pin-wait`; 0 = none. Survives a reload. */
  readonly wait_until_ms: ReadonlySignal<number>;
  /** First PIN (state `new`): makes the data key and the first op of the chain. */
  setPin(pin: string): Promise<void>;
  unlock(pin: string): Promise<void>;
  changePin(old_pin: string, new_pin: string): Promise<void>;
  /** Opens a guarded task (离开后填写) without touching the lock. Rejects `wrong-pin` or `pin-wait`. */
  checkPin(pin: string): Promise<void>;
  /**
   * Forgotten PIN; online, needs a live session of the same user. Makes a new data key: pulled rows come again, open drafts
   * of the old PIN stay on the phone unread, closed visits and photos go on being sent as they lie.
   */
  replaceForgottenPin(new_pin: string): Promise<void>;
  lock(): void;
  /** Call on any user input: puts off the auto-lock (5 minutes). */
  touch(): void;
  /** Keeps the phone unlocked while the camera, a form or the GPS needs it. */
  holdUnlocked(reason: 'camera' | 'form' | 'signature' | 'voice' | 'location'): Release;
}

// ───────────────────────────── a visit in work ─────────────────────────────

export interface Fix {
  readonly lat_e7: number;
  readonly lon_e7: number;
  readonly acc_cm: number;
  readonly alt_cm?: number;
  readonly t_ms: number;
  readonly age_ms: number;
  readonly datum: 'wgs84';
}

export type NoFix = 'indoors' | 'valley' | 'denied' | 'broken' | 'timeout' | 'other';

export type ResultCode =
  | 'MET'
  | 'ABSENT'
  | 'REFUSED'
  | 'MOVED'
  | 'DECEASED'
  | 'INSTITUTION'
  | 'NOT_FOUND'
  | 'UNSAFE';

export type PartnerWay = 'own_phone' | 'same_phone' | 'alone';
export type Certainty = 'seen' | 'told' | 'heard' | 'document';
export type AlarmKind = 'danger' | 'hunger' | 'abuse' | 'fire';
export type Signer = 'respondent' | 'leader' | 'partner';
export type SignatureWay = 'own' | 'thumbprint' | 'spoken' | 'witness' | 'refused';
export type PhotoSource = 'camera' | 'system_camera' | 'gallery';

export interface DraftFinding {
  readonly code: string;
  readonly certainty: Certainty;
  readonly item?: string;
  readonly evidence: readonly string[];
  readonly facts?: string;
  readonly amount_fen?: number;
  readonly period?: string;
}

export interface DraftPhoto {
  readonly sha256: string;
  readonly shot: string;
  /** The full key of the item that asked for it, `face_photo@<member>` in a repeated topic: photos are counted by it. */
  readonly item?: string;
  readonly source: PhotoSource;
  readonly covered: boolean;
  readonly w: number;
  readonly h: number;
  readonly size: number;
  readonly t_ms: number;
}

export interface DraftVoice {
  readonly sha256: string;
  readonly duration_ms: number;
  readonly size: number;
  readonly mime: string;
  readonly t_ms: number;
}

export interface DraftSignature {
  readonly who: Signer;
  readonly way: SignatureWay;
  readonly t_ms: number;
  /** SHA-256 of the text that was read back, if one was. Where it differs from today's text, the signature is void: ask again. */
  readonly read_sha256: string | null;
}

/** The editable part of a visit. Everything in it is saved on every change, encrypted under the PIN. */
export interface Draft {
  readonly visit_id: string;
  readonly assignment: string | null;
  readonly scope: string;
  readonly target: Target;
  /** The household as it was when the visit began: stays even if the row is taken away later. */
  readonly household: HouseholdRow | null;
  readonly attempt: number;
  readonly round: number;
  readonly checklist: ChecklistRef;
  readonly mode: string;
  readonly leader: string;
  readonly partner: string | null;
  readonly partner_way: PartnerWay;
  readonly alone_reason: string | null;
  readonly opened_ms: number;
  readonly arrived_ms: number;
  readonly left_ms: number | null;
  /** Best fix so far, for the screen. */
  readonly fix: Fix | null;
  readonly no_fix: NoFix | null;
  readonly result: ResultCode | null;
  /** Keyed `item` or `item@member_id`. */
  readonly answers: Answers;
  readonly notes: Readonly<Record<string, string>>;
  /** Topics that the inspector has gone through. */
  readonly topics_done: readonly string[];
  readonly findings: readonly DraftFinding[];
  readonly remark: string;
  /** Newest first is not promised: capture order. Discarded ones are gone from here. */
  readonly photos: readonly DraftPhoto[];
  /** Shots that cannot be taken, with the reason: `{shot: reason}`. */
  readonly shots_skipped: Readonly<Record<string, string>>;
  readonly voices: readonly DraftVoice[];
  readonly signatures: readonly DraftSignature[];
  /** Written down before the system camera opens, so that a reload returns to the same slot. */
  readonly pending_shot: { readonly shot: string; readonly item?: string; readonly since_ms: number } | null;
  /** Where to reopen after a kill: any JSON of the screens. */
  readonly place: Readonly<Record<string, string>> | null;
  readonly saved_ms: number;
}

/** What `patch` may change; answers, photos and signatures have their own calls. */
export type DraftPatch = Partial<
  Pick<
    Draft,
    | 'partner'
    | 'partner_way'
    | 'alone_reason'
    | 'left_ms'
    | 'fix'
    | 'no_fix'
    | 'result'
    | 'notes'
    | 'topics_done'
    | 'findings'
    | 'remark'
    | 'shots_skipped'
    | 'pending_shot'
    | 'place'
  >
>;

export type Saved =
  | { readonly kind: 'saved'; readonly at_ms: number }
  | { readonly kind: 'saving' }
  | { readonly kind: 'failed'; readonly code: PhoneErrorCode };

export interface OpRef {
  readonly op_id: string;
  readonly hash: string;
}

export type OpKind =
  | 'visit.opened'
  | 'photo.captured'
  | 'photo.discarded'
  | 'voice.recorded'
  | 'signature.given'
  | 'finding.recorded'
  | 'alarm.raised'
  | 'answers.given'
  | 'visit.closed';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

export interface MediaInput {
  readonly bytes: ArrayBuffer;
  readonly mime: 'image/jpeg' | 'audio/webm' | 'audio/ogg' | 'audio/mp4';
  /** Small JPEG for lists (≤ 30 kB); kept sealed beside the photo, never sent. */
  readonly thumb?: ArrayBuffer;
}

export interface PhotoInput extends MediaInput {
  readonly shot: string;
  readonly item?: string;
  readonly w: number;
  readonly h: number;
  readonly source: PhotoSource;
  readonly covered: boolean;
  readonly fix: Fix | null;
  readonly no_fix?: NoFix;
  readonly caption?: string;
}

export interface SignatureInput {
  readonly who: Signer;
  readonly way: SignatureWay;
  /** SHA-256 of photos or recordings that show it. */
  readonly evidence?: readonly string[];
  /** The text exactly as shown and read: `readText(readBack(…))` of `protocol/read_back`. Its SHA-256 becomes `read_sha256`. */
  readonly read_text?: string;
  /** Strokes as the pad gives them, rounded to integers. */
  readonly strokes?: JsonValue;
  readonly name?: string;
  readonly relation?: string;
  readonly reason?: string;
  readonly fix: Fix | null;
}

export interface CloseInput {
  readonly result: ResultCode;
  readonly fix: Fix | null;
  readonly no_fix?: NoFix;
  /** Now, unless the inspector left before filling in the rest. */
  readonly left_ms?: number;
  readonly remark?: string;
}

/** `params` of the error `incomplete`: lists joined by spaces, as `Evaluation` has them. */
export interface CloseRefusal {
  readonly required_missing: string;
  readonly photos_missing: string;
}

/** One open visit. The practice household gives the same handle; it lives in memory only and writes no op. */
export interface VisitHandle {
  readonly visit_id: string;
  readonly practice: boolean;
  readonly draft: ReadonlySignal<Draft>;
  readonly saved: ReadonlySignal<Saved>;
  readonly definition: Definition;
  /** Recomputed when an answer or photo changes. */
  readonly evaluation: ReadonlySignal<Evaluation>;
  /** `undefined` takes the answer back. */
  setAnswer(key: string, value: AnswerValue | undefined): Promise<void>;
  /** Several answers in one write (与登记一致 for a whole topic). */
  setAnswers(changes: Readonly<Record<string, AnswerValue | undefined>>): Promise<void>;
  patch(change: DraftPatch): Promise<void>;
  /** One transaction: op, sealed bytes, chain head, draft. Resolves with the photo as it stands in the draft. */
  addPhoto(input: PhotoInput): Promise<DraftPhoto>;
  discardPhoto(sha256: string, reason: string): Promise<void>;
  addVoice(
    input: MediaInput & { readonly duration_ms: number; readonly fix: Fix | null },
  ): Promise<DraftVoice>;
  sign(input: SignatureInput): Promise<DraftSignature>;
  /** Clear bytes for display: full size or thumbnail (falls back to full size). Rejects `photo-damaged`. */
  photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer>;
  /**
   * answers.given + finding.recorded … + visit.closed + removal of the draft, in ONE transaction, with digest and signature.
   * For result MET everything required must be there (`incomplete`); other results close with what there is.
   */
  close(input: CloseInput): Promise<void>;
  /** Lets go of the handle; the draft stays. */
  release(): void;
}

export interface StartVisit {
  /** An assignment on the phone, or an ad-hoc household with its campaign code. */
  readonly from:
    | { readonly assignment: string }
    | { readonly household: string; readonly scope: string; readonly checklist: ChecklistRef };
  readonly leader: string;
  readonly partner: string | null;
  readonly partner_way: PartnerWay;
  readonly alone_reason?: string;
  readonly mode?: string;
  readonly fix: Fix | null;
}

/** What lists may show of an open visit without opening it. */
export interface DraftCard {
  readonly visit_id: string;
  readonly assignment: string | null;
  readonly household: string | null;
  readonly name: string;
  readonly result: ResultCode | null;
  readonly left_ms: number | null;
  readonly answered: number;
  readonly photos: number;
  readonly saved_ms: number;
}

export interface AlarmInput {
  readonly alarm: AlarmKind;
  /** The open visit, else the assignment, else only the target. */
  readonly visit_id?: string;
  readonly assignment?: string;
  readonly scope?: string;
  readonly target: Target;
  readonly note?: string;
  readonly fix: Fix | null;
}

export interface Visits {
  /** Open visits of this account; empty while locked. */
  readonly drafts: ReadonlySignal<readonly DraftCard[]>;
  /** The visit id that an assignment has or will have (UUIDv5 of assignment and attempt). */
  visitIdOf(assignment: AssignmentRow): string;
  /** Draft + visit.opened in one transaction. If the visit is open already, opens it. Rejects `already-closed`. */
  start(input: StartVisit): Promise<VisitHandle>;
  open(visit_id: string): Promise<VisitHandle>;
  /** A household that is nobody's: the same handle, in memory. */
  practice(input: {
    readonly household: HouseholdRow;
    readonly definition: Definition;
    readonly leader: string;
  }): VisitHandle;
  /** Written at once and sent before everything else. */
  raiseAlarm(input: AlarmInput): Promise<OpRef>;
  /** Any photo of any visit on this phone. */
  photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer>;
}

// ───────────────────────────── outbox, engine, storage ─────────────────────────────

/** 进行中 · 已存手机（待上传） · 文字已到 · 全部已到 */
export type Transfer = 'open' | 'saved' | 'text' | 'all';

export type StuckReason =
  | 'sign-in' // the token was refused: sign in again
  | 'wifi-only' // photos wait for Wi-Fi
  | 'office-looks' // quarantined or forked: the office takes care, nothing to do
  | 'photo-damaged' // bytes unreadable on this phone; the rest went out
  | 'server-refuses'; // the server refuses a photo again and again; call the office

export type StuckAction = 'sign-in' | 'send-anyway' | 'call-office' | 'none';

export interface OutboxItem {
  /** A visit, or an alarm without a visit. */
  readonly subject: string;
  readonly kind: 'visit' | 'alarm';
  readonly transfer: Transfer;
  /** Null while locked. */
  readonly household: {
    readonly id: string;
    readonly name: string;
    readonly number: string;
    readonly village: string;
  } | null;
  readonly result: ResultCode | null;
  readonly closed_ms: number | null;
  readonly opened_ms: number;
  readonly ops_sent: number;
  readonly ops_total: number;
  readonly photos_sent: number;
  readonly photos_total: number;
  readonly bytes_sent: number;
  readonly bytes_total: number;
  /** From the office (`op_status`), or null until it has come. */
  readonly receipt_no: string | null;
  readonly stuck: { readonly reason: StuckReason; readonly action: StuckAction } | null;
}

export interface OutboxTotals {
  /** Closed visits that are not 全部已到. */
  readonly visits_unsent: number;
  readonly ops_unsent: number;
  readonly photos_unsent: number;
  readonly bytes_unsent: number;
  /** Whole days since the oldest unsent op was written; 0 if none. Warn from 3. */
  readonly oldest_unsent_days: number;
}

export interface Outbox {
  /** Current account, newest first. */
  readonly items: ReadonlySignal<readonly OutboxItem[]>;
  readonly totals: ReadonlySignal<OutboxTotals>;
  /** Unsent ops of other accounts on this browser: they go out too. */
  readonly courier_ops: ReadonlySignal<number>;
}

export interface EngineStatus {
  /** Our server, by its last answer; null before the first try. Never navigator.onLine. */
  readonly reachable: boolean | null;
  readonly last_answer_ms: number | null;
  /** Work in hand now. `of` counts ops in the text phase and photos in the photo phase. */
  readonly sending: { readonly phase: 'text' | 'photos'; readonly n: number; readonly of: number } | null;
  readonly needs_sign_in: boolean;
  /** The server asked to wait, or back-off: no try before this time. */
  readonly next_try_ms: number | null;
  /** Why the last round did not end well. */
  readonly trouble: 'offline' | 'portal' | 'busy' | 'server' | 'storage' | null;
  /** server time − phone time, last answer; warn above 5 minutes. */
  readonly skew_ms: number | null;
}

export interface StorageState {
  readonly persisted: boolean | null;
  readonly free_bytes: number | null;
  readonly used_bytes: number | null;
  /** The last write that failed, until one succeeds. Show it as a banner. */
  readonly failing: 'storage-full' | 'storage-dead' | null;
}

export interface Phone {
  readonly accounts: Accounts;
  readonly vault: Vault;
  readonly rows: Rows;
  readonly visits: Visits;
  readonly outbox: Outbox;
  readonly engine: ReadonlySignal<EngineStatus>;
  readonly storage: ReadonlySignal<StorageState>;
  /** Asks the browser to keep the data; call it from a tap. Resolves with its answer. */
  askPersistence(): Promise<boolean>;
  refreshStorage(): Promise<void>;
  /** Runs a round now, back-off or not. Resolves when the round has ended; never rejects. */
  syncNow(): Promise<void>;
  readonly wifi_only: ReadonlySignal<boolean>;
  setWifiOnly(on: boolean): Promise<void>;
  /** Lets the photos of this run go out over any network in spite of `wifi_only`. */
  sendAnyway(): void;
  /** True while a draft, a camera or an upload is open: a new version of the app waits. */
  readonly busy: ReadonlySignal<boolean>;
  /** Stops timers and closes the databases (tests). */
  close(): Promise<void>;
}
