/** Errors, pulled rows, accounts and the PIN, as the screens meet them. See `../contract.ts`. */
import type { ReadonlySignal } from '@preact/signals';
import type { Definition } from '@/protocol/checklist';

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
