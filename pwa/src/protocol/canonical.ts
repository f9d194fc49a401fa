/** RFC 8785 without floats: the bytes of log leaves. Twin of `sync/canonical.py`. */

export type Canonical =
  | null
  | boolean
  | number
  | string
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

/** JavaScript compares strings by UTF-16 code unit, which is the order that RFC 8785 wants. */
export function canonical(value: Canonical): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError('no floats in signed data');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Canonical[]).map(canonical).join(',')}]`;
  const members = value as { readonly [key: string]: Canonical };
  const keys = Object.keys(members).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(members[key] as Canonical)}`).join(',')}}`;
}
