/** One visit as the screens handle it: which op each act writes and what it changes in the draft. */
import { computed, type ReadonlySignal } from '@preact/signals';
import { visitDigest, visitSignatureText } from '../protocol/digest';
import { evaluate, splitAnswers } from '../protocol/evaluate';
import { sha256Hex } from '../protocol/hash';
import { cleanText } from '../protocol/ops';
import type {
  AnswerValue,
  CloseInput,
  Definition,
  Draft,
  DraftFinding,
  DraftPatch,
  DraftPhoto,
  DraftSignature,
  DraftVoice,
  Evaluation,
  JsonObject,
  JsonValue,
  MediaInput,
  PhotoInput,
  Saved,
  SignatureInput,
  VisitHandle,
} from './contract';
import type { Env } from './env';
import { PhoneError } from './errors';
import { type Closing, hashFile, type Keeper } from './keeper';
import type { NewOp } from './ledger';

export type Sign = (text: string) => Promise<string | null>;

/** Answers, notes and names as typed, without the two things that no text may hold. */
function clean<T>(value: T): T {
  if (typeof value === 'string') return cleanText(value) as T & string;
  if (Array.isArray(value)) return value.map(clean) as T & unknown[];
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [cleanText(key), clean(member)]),
  ) as T;
}

/** Pads and sensors hand out fractions; signed data has none, and no photo is lost over one. */
function whole(value: JsonValue): JsonValue {
  if (typeof value === 'number') return Math.round(value);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(whole);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, whole(member ?? null)]));
}

const isJpeg = (bytes: ArrayBuffer): boolean => {
  const head = new Uint8Array(bytes, 0, Math.min(3, bytes.byteLength));
  return head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
};

/** How many photos of each shot there are, as `evaluate` counts them. */
export function countShots(photos: readonly DraftPhoto[]): Record<string, number> {
  const count: Record<string, number> = {};
  for (const { shot, item } of photos) {
    const member = item?.split('@')[1];
    const key = member === undefined ? shot : `${shot}@${member}`;
    count[key] = (count[key] ?? 0) + 1;
  }
  return count;
}

/** The row that conditions and 与登记一致 look at. */
export const rosterOf = (draft: Pick<Draft, 'household'>): Readonly<Record<string, unknown>> =>
  (draft.household ?? {}) as unknown as Readonly<Record<string, unknown>>;

const given = (fields: JsonObject): JsonObject | undefined =>
  Object.values(fields).some((value) => value !== undefined) ? fields : undefined;

export class Visit implements VisitHandle {
  readonly visit_id: string;
  readonly evaluation: ReadonlySignal<Evaluation>;

  constructor(
    private readonly keeper: Keeper,
    readonly definition: Definition,
    readonly practice: boolean,
    private readonly env: Env,
    private readonly signer: Sign,
    private readonly closed: () => void,
  ) {
    this.visit_id = keeper.draft.value.visit_id;
    // Apart, so that a new fix or a scrolled screen does not judge the whole form again.
    const answers = computed(() => this.draft.value.answers);
    const photos = computed(() => this.draft.value.photos);
    this.evaluation = computed(() =>
      evaluate(definition, rosterOf(this.draft.peek()), answers.value, countShots(photos.value)),
    );
  }

  get draft(): ReadonlySignal<Draft> {
    return this.keeper.draft;
  }

  get saved(): ReadonlySignal<Saved> {
    return this.keeper.saved;
  }

  private op(kind: string, body: JsonObject, part?: JsonObject): NewOp {
    const { scope } = this.draft.peek();
    const text = part === undefined ? undefined : given(whole(clean(part)) as JsonObject);
    return { kind, scope, subject: this.visit_id, body: whole(body) as JsonObject, part: text };
  }

  setAnswer(key: string, value: AnswerValue | undefined): Promise<void> {
    return this.setAnswers({ [key]: value });
  }

  setAnswers(changes: Readonly<Record<string, AnswerValue | undefined>>): Promise<void> {
    const cleaned = clean(changes);
    return this.keeper.change((draft) => {
      const answers: Record<string, AnswerValue> = { ...draft.answers };
      for (const [key, value] of Object.entries(cleaned)) {
        if (value === undefined) delete answers[key];
        else answers[key] = value;
      }
      return { ...draft, answers };
    });
  }

  patch(change: DraftPatch): Promise<void> {
    const cleaned = clean(change);
    return this.keeper.change((draft) => ({ ...draft, ...cleaned }));
  }

  async addPhoto(input: PhotoInput): Promise<DraftPhoto> {
    if (!isJpeg(input.bytes)) throw new PhoneError('bad-photo');
    const file = await hashFile(input, 'photo');
    const { shot, w, h, source, covered, fix } = input;
    const optional = input.item === undefined ? {} : { item: input.item };
    const size = file.bytes.byteLength;
    const photo: DraftPhoto = {
      sha256: file.sha256,
      shot,
      ...optional,
      source,
      covered,
      w,
      h,
      size,
      t_ms: this.env.now(),
    };
    const media = [{ sha256: file.sha256, size, mime: file.mime, role: 'photo' }];
    const body = {
      shot,
      ...optional,
      media,
      w,
      h,
      source,
      covered,
      fix: fix as unknown as JsonValue,
      no_fix: input.no_fix,
    };
    await this.keeper.record(
      this.op('photo.captured', body, { caption: input.caption }),
      (draft) => ({
        ...draft,
        pending_shot: null,
        photos: [...draft.photos.filter((known) => known.sha256 !== photo.sha256), photo],
      }),
      file,
    );
    return photo;
  }

  async discardPhoto(sha256: string, reason: string): Promise<void> {
    await this.keeper.discard(sha256, this.op('photo.discarded', { sha256, reason }), (draft) => ({
      ...draft,
      photos: draft.photos.filter((photo) => photo.sha256 !== sha256),
    }));
  }

  async addVoice(input: MediaInput & { duration_ms: number; fix: Draft['fix'] }): Promise<DraftVoice> {
    const file = await hashFile(input, 'voice');
    const size = file.bytes.byteLength;
    const duration_ms = Math.round(input.duration_ms);
    const voice: DraftVoice = {
      sha256: file.sha256,
      duration_ms,
      size,
      mime: file.mime,
      t_ms: this.env.now(),
    };
    const media = [{ sha256: file.sha256, size, mime: file.mime, role: 'voice' }];
    const body = { purpose: 'spoken_consent', media, duration_ms, fix: input.fix as unknown as JsonValue };
    await this.keeper.record(
      this.op('voice.recorded', body),
      (draft) => ({
        ...draft,
        voices: [...draft.voices.filter((known) => known.sha256 !== voice.sha256), voice],
      }),
      file,
    );
    return voice;
  }

  async sign(input: SignatureInput): Promise<DraftSignature> {
    const read_text = input.read_text === undefined ? undefined : cleanText(input.read_text);
    const read_sha256 = read_text === undefined ? undefined : sha256Hex(read_text);
    const { who, way } = input;
    const signature: DraftSignature = { who, way, t_ms: this.env.now(), read_sha256: read_sha256 ?? null };
    const body = {
      who,
      way,
      evidence: input.evidence ?? [],
      read_sha256,
      fix: input.fix as unknown as JsonValue,
    };
    const part = {
      read_text,
      strokes: input.strokes,
      name: input.name,
      relation: input.relation,
      reason: input.reason,
    };
    await this.keeper.record(this.op('signature.given', body, part), (draft) => ({
      ...draft,
      signatures: [...draft.signatures.filter((known) => known.who !== who), signature],
    }));
    return signature;
  }

  photo(sha256: string, size: 'full' | 'thumb'): Promise<ArrayBuffer> {
    return this.keeper.photo(sha256, size);
  }

  private finding(finding: DraftFinding): NewOp {
    const { code, certainty, item, evidence, facts, amount_fen, period } = finding;
    return this.op('finding.recorded', { code, certainty, item, evidence }, { facts, amount_fen, period });
  }

  private answersOp(draft: Draft): NewOp {
    const { core, part } = splitAnswers(this.definition, rosterOf(draft), draft.answers);
    const checklist = { ...draft.checklist };
    const notes = Object.fromEntries(Object.entries(draft.notes).filter(([, text]) => text.trim() !== ''));
    const rest = { answers: part as JsonObject, notes };
    const empty = Object.keys(part).length === 0 && Object.keys(notes).length === 0;
    return this.op('answers.given', { checklist, answers: core as JsonObject }, empty ? undefined : rest);
  }

  /** Throws `incomplete` with what is missing. */
  private refuseIncomplete(result: CloseInput['result']): void {
    if (result !== 'MET') return;
    const { required_missing, photos_missing } = this.evaluation.value;
    const skipped = this.draft.value.shots_skipped;
    const photos = photos_missing.filter((shot) => skipped[shot] === undefined);
    if (required_missing.length === 0 && photos.length === 0) return;
    throw new PhoneError('incomplete', {
      required_missing: required_missing.join(' '),
      photos_missing: photos.join(' '),
    });
  }

  private closing(draft: Draft, input: CloseInput): Closing {
    const { attempt, round, arrived_ms, visit_id } = draft;
    const remark = input.remark ?? draft.remark;
    const left_ms = input.left_ms ?? draft.left_ms ?? this.env.now();
    const no_fix = input.fix === null ? (input.no_fix ?? draft.no_fix ?? undefined) : undefined;
    return {
      draft: { ...draft, result: input.result },
      ops: [this.answersOp(draft), ...draft.findings.map((finding) => this.finding(finding))],
      last: async (covered, supersedes) => {
        const digest = visitDigest({ visit_id, attempt, round, result: input.result }, covered);
        const digest_sig = await this.signer(visitSignatureText(digest));
        const body = {
          ...{ attempt, round, result: input.result, arrived_ms, left_ms, op_count: covered.length },
          ...{ digest, digest_sig, supersedes, no_fix, fix: input.fix as unknown as JsonValue },
        };
        return this.op('visit.closed', body, remark === '' ? undefined : { remark });
      },
    };
  }

  async close(input: CloseInput): Promise<void> {
    this.refuseIncomplete(input.result);
    await this.keeper.close((draft) => this.closing(draft, input));
    this.closed();
  }

  release(): void {
    this.closed();
  }
}
