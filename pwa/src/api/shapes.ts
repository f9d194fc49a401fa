// The answers of the session side, checked at the edge. Unknown members pass: an older app must live with a newer server.
import * as v from 'valibot';

export const roles = [
  'inspector',
  'team_leader',
  'reviewer',
  'volunteer',
  'office_admin',
  'auditor',
] as const;
export const roleShape = v.picklist(roles);
export type Role = v.InferOutput<typeof roleShape>;

export const userShape = v.looseObject({
  id: v.string(),
  name: v.string(),
  login: v.string(),
  number: v.nullish(v.string(), null),
  roles: v.pipe(
    v.array(v.string()),
    v.transform((names) => names.filter((name): name is Role => (roles as readonly string[]).includes(name))),
  ),
  org: v.looseObject({ id: v.string(), name: v.string(), division_code: v.string() }),
});
export type User = v.InferOutput<typeof userShape>;

export const sessionShape = v.looseObject({ user: userShape });

export const configShape = v.looseObject({
  version: v.string(),
  demo: v.boolean(),
  demo_roles: v.array(v.looseObject({ login: v.string(), name: v.string(), role: roleShape })),
  hotline: v.nullish(v.string(), null),
  office_phone: v.nullish(v.string(), null),
  secure_url: v.nullish(v.string(), null),
});
export type Config = v.InferOutput<typeof configShape>;
