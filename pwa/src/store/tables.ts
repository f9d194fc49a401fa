/** What lies in the tables. Bytes are ArrayBuffers, never Blobs: WebKit refuses or mixes up Blobs in IndexedDB. */
import type { Receipt } from '../protocol/receipts';
import type { Role, User } from './contract';

export interface AccountRow {
  readonly device: string;
  readonly user: User;
  readonly enrolled_ms: number;
  /** False between making the key pair and the server's word. */
  readonly enrolled: boolean;
}

export type { Role };

/** meta `enrol` */
export interface Enrolment {
  readonly token: string;
  readonly kid: string;
  readonly office_spki: ArrayBuffer;
  /** The server refused the token; a sign-in brings a new one. */
  readonly refused: boolean;
}

/** meta `head`: where the chain stands. `pos` orders all ops of all epochs. */
export interface ChainHead {
  readonly epoch: string;
  readonly seq: number;
  readonly hash: string;
  readonly pos: number;
}

/** meta `server`: what the last answers said. */
export interface ServerFacts {
  readonly generation: number | string | null;
  readonly base: string;
  readonly durable_upto: number | null;
}

export interface OpRow {
  pos: number;
  epoch: string;
  seq: number;
  op_id: string;
  kind: string;
  schema: number;
  scope: string;
  subject: string;
  base: string;
  wall_ms: number;
  mono_ms: number;
  boot: string;
  body_sha256: string;
  prev: string;
  hash: string;
  /** Sealed; absent only when the bytes were found unreadable. */
  body: ArrayBuffer;
  part?: ArrayBuffer;
  /** Which item key of the subject sealed it. */
  key_id: string;
  /** = pos while no receipt is stored; absent afterwards, which keeps the index small. */
  pending?: number;
  damaged?: true;
  status?: string;
  reason?: string;
  receipt?: Receipt;
  /** Earlier places in a chain that the server could not take. */
  was?: { epoch: string; seq: number; hash: string }[];
}

export interface WrapRow {
  of: string;
  key_id: string;
  kid: string;
  epk: ArrayBuffer;
  wrap: ArrayBuffer;
  /** Under the author's data key; null where the phone was locked when the key was made. */
  own: ArrayBuffer | null;
  data_key: string | null;
}

export interface BlobRow {
  sha256: string;
  subject: string;
  op_id: string;
  key_id: string;
  size: number;
  mime: string;
  role: string;
  segments: number;
  state: 'queued' | 'stored' | 'discarded' | 'refused';
  /** = pos of its op while queued. */
  waiting?: number;
  thumb?: ArrayBuffer;
  upload?: { url: string };
  tries: number;
}

/** One a visit (or lone alarm): counts in clear, what it is about under the data key. */
export interface RecordRow {
  subject: string;
  kind: 'visit' | 'alarm';
  opened_ms: number;
  closed_ms: number | null;
  ops_total: number;
  ops_sent: number;
  photos_total: number;
  photos_sent: number;
  bytes_total: number;
  bytes_sent: number;
  /** Ops that the office must look at. */
  odd: number;
  /** Photos that the server will not take, and why the last one. */
  refused: number;
  refused_why?: 'photo-damaged' | 'server-refuses';
  card: ArrayBuffer | null;
  data_key: string | null;
}

export interface DraftRow {
  visit_id: string;
  rev: number;
  data_key: string;
  box: ArrayBuffer;
}

export interface RowBucket {
  key: string;
  data_key: string;
  box: ArrayBuffer;
}

/** keys `data` */
export interface WrappedDataKey {
  readonly id: string;
  readonly salt: ArrayBuffer;
  readonly iterations: number;
  readonly box: ArrayBuffer;
}

/** meta `pin` */
export interface PinTries {
  readonly failed: number;
  readonly since_ms: number;
  readonly until_ms: number;
}
