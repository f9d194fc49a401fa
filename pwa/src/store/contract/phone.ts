/** Outbox, engine, storage, and the phone as a whole. See `../contract.ts`. */
import type { ReadonlySignal } from '@preact/signals';
import type { Accounts, Rows, Vault } from './people';
import type { ResultCode, Visits } from './visit';

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
