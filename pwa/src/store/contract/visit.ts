/** A visit in work. See `../contract.ts`. */
import type { ReadonlySignal } from '@preact/signals';
import type { Answers, AnswerValue, Definition, Evaluation } from '@/protocol/checklist';
import type { AssignmentRow, ChecklistRef, HouseholdRow, PhoneErrorCode, Target } from './people';

export type { Answers, AnswerValue, Definition, Evaluation };

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
    | { readonly household: string; readonly scope: string; readonly checklist: ChecklistRef }
    /** 新住户: nobody of the register. The row is what the inspector wrote down; it stays in the draft and is never an op. */
    | { readonly newcomer: HouseholdRow; readonly scope: string; readonly checklist: ChecklistRef };
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
