/** The shapes that an answer must have to be one. Unknown members are ignored. */
import * as v from 'valibot';

const integer = v.pipe(v.number(), v.safeInteger());
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const row = v.object({
  kind: v.string(),
  id: v.string(),
  rev: v.number(),
  audience: v.string(),
  data: v.unknown(),
});

export const Page = v.object({
  cursor: v.string(),
  more: v.boolean(),
  reset: v.boolean(),
  rows: v.array(row),
});

export const PulledPage = v.object({ v: v.literal(1), ...Page.entries });

export const PushAnswer = v.object({
  v: v.literal(1),
  generation: v.union([integer, v.string()]),
  now_ms: integer,
  results: v.array(
    v.object({
      op_id: v.nullable(v.string()),
      status: v.string(),
      reason: v.optional(v.string()),
      receipt: v.optional(v.object({ index: integer, leaf: v.string() })),
    }),
  ),
  head: v.object({ epoch: v.string(), seq: integer, hash: v.string() }),
  expected_seq: integer,
  checkpoint: v.nullable(v.string()),
  durable_upto: v.nullable(integer),
  blobs_missing: v.array(sha256),
  hints: v.optional(v.object({ pause_s: v.optional(v.number()) })),
  pull: v.optional(Page),
});
export type PushAnswer = v.InferOutput<typeof PushAnswer>;

const user = v.object({
  id: v.string(),
  name: v.string(),
  login: v.string(),
  number: v.nullable(v.string()),
  roles: v.array(
    v.picklist(['inspector', 'team_leader', 'reviewer', 'volunteer', 'office_admin', 'auditor']),
  ),
  org: v.object({ id: v.string(), name: v.string(), division_code: v.string() }),
});
export const SessionAnswer = v.object({ user });

export const DeviceAnswer = v.object({
  device: v.string(),
  token: v.string(),
  intake_key: v.object({ kid: v.string(), spki: v.string() }),
  now_ms: integer,
});

/** Null where it is none: then somebody else has answered. */
export function parse<T extends v.GenericSchema>(schema: T, json: unknown): v.InferOutput<T> | null {
  const found = v.safeParse(schema, json);
  return found.success ? found.output : null;
}
