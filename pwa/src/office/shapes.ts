/**
 * What the office room reads from GET /api/visits and GET /api/visits/<id>, checked at the edge.
 * The server's schemas (server/visits/schemas.py) say the same; unknown members are ignored.
 */
import * as v from 'valibot';

const text = v.string();
const ms = v.number();
const maybe = <S extends v.GenericSchema>(schema: S) => v.nullable(schema);
/** Words of the checklist or the catalogue, in both languages. */
export const Words = v.object({ 'zh-CN': text, en: text });

export const Fix = v.object({
  lat_e7: v.number(),
  lon_e7: v.number(),
  acc_cm: v.number(),
  age_ms: v.number(),
  t_ms: ms,
});

export const AlarmRow = v.object({
  id: text, // the op's id
  visit_id: text,
  alarm: v.picklist(['danger', 'hunger', 'abuse', 'fire']),
  household: text, // name
  village: text,
  raised_ms: ms, // the phone's claim
  received_ms: ms,
  by: text, // inspector's name
  note: maybe(text),
  taken_by: maybe(text),
  taken_ms: maybe(ms),
});

export const VisitRow = v.object({
  id: text,
  household: text, // name of the head, or of the target
  number: text, // 户号
  village: text,
  town: text,
  result: maybe(text), // MET … UNSAFE; null while open
  transfer: v.picklist(['open', 'text', 'all']),
  review: maybe(text),
  inspectors: v.array(text),
  visited_ms: maybe(ms), // claimed arrival at the door
  received_ms: ms, // first op at the server
  photos: v.number(),
  photos_missing: v.number(),
  alarms: v.number(), // not yet taken
  findings: v.number(),
});

export const VisitPage = v.object({
  items: v.array(VisitRow),
  next: maybe(text),
  alarms: v.array(AlarmRow),
  now_ms: ms,
});

export const Photo = v.object({
  sha256: text,
  shot: text,
  shot_words: maybe(Words),
  item: maybe(text),
  w: v.number(),
  h: v.number(),
  size: v.number(),
  source: v.picklist(['camera', 'system_camera', 'gallery']),
  covered: v.boolean(),
  taken_ms: ms,
  fix: maybe(Fix),
  distance_m: maybe(v.number()), // to the registered point
  state: v.picklist(['missing', 'preparing', 'ready', 'unreadable']),
});

export const Answer = v.object({
  key: text,
  words: Words,
  member: maybe(text), // name, in a repeated topic
  value: v.unknown(),
  value_words: maybe(Words), // choices, money and dates in words
  registered: v.unknown(), // what the roster says, where the item has a roster path; else null
  registered_words: maybe(Words),
  differs: v.boolean(),
});

export const Topic = v.object({
  key: text,
  words: Words,
  place: v.picklist(['home', 'apart', 'after']),
  answers: v.array(Answer),
});

/** One row of the time line, in chain order. */
export const Step = v.object({
  kind: text, // op kind
  t_ms: ms, // claimed
  received_ms: ms,
  detail: maybe(text), // shot, who signed, alarm kind, result …
  fix: maybe(Fix),
  distance_m: maybe(v.number()),
  index: v.number(), // place in the log
  status: text,
});

export const Signature = v.object({
  who: v.picklist(['respondent', 'leader', 'partner']),
  way: v.picklist(['own', 'thumbprint', 'spoken', 'witness', 'refused']),
  name: maybe(text),
  relation: maybe(text),
  reason: maybe(text),
  strokes: v.unknown(), // [[{x,y}…]…] in 0…1000, or null
  read_text: maybe(text),
  given_ms: ms,
  evidence: v.array(text),
  voided: v.boolean(),
});

export const Finding = v.object({
  code: text,
  words: Words,
  certainty: text,
  facts: maybe(text),
  amount_fen: maybe(v.number()),
  period: maybe(text),
  evidence: v.array(text),
});

export const VisitCase = v.object({
  ...VisitRow.entries,
  address: maybe(text),
  programme: maybe(text),
  persons: maybe(v.number()),
  campaign: text,
  mode: text,
  attempt: v.number(),
  round: v.number(),
  assigned: v.boolean(),
  checklist: v.object({ id: text, version: v.number(), words: Words }),
  people: v.array(
    v.object({ id: text, name: text, number: maybe(text), role: v.picklist(['leader', 'partner']) }),
  ),
  partner_way: text,
  alone_reason: maybe(text),
  arrived_ms: maybe(ms),
  left_ms: maybe(ms),
  closed_ms: maybe(ms),
  skew_ms: maybe(v.number()),
  point: maybe(v.object({ lat_e7: v.number(), lon_e7: v.number() })), // registered, WGS-84
  no_fix: maybe(text),
  topics: v.array(Topic),
  missing: v.array(Words), // required questions without an answer
  photos_list: v.array(Photo),
  voices: v.array(v.object({ sha256: text, duration_ms: v.number(), state: text, taken_ms: ms })),
  steps: v.array(Step),
  signatures: v.array(Signature),
  findings_list: v.array(Finding),
  alarms_list: v.array(AlarmRow),
  remark: maybe(text),
  receipt_no: maybe(text),
});

export type Words = v.InferOutput<typeof Words>;
export type Fix = v.InferOutput<typeof Fix>;
export type AlarmRow = v.InferOutput<typeof AlarmRow>;
export type VisitRow = v.InferOutput<typeof VisitRow>;
export type VisitPage = v.InferOutput<typeof VisitPage>;
export type VisitCase = v.InferOutput<typeof VisitCase>;
export type Photo = v.InferOutput<typeof Photo>;
export type Topic = v.InferOutput<typeof Topic>;
export type Answer = v.InferOutput<typeof Answer>;
export type Step = v.InferOutput<typeof Step>;
export type Signature = v.InferOutput<typeof Signature>;
export type Finding = v.InferOutput<typeof Finding>;
