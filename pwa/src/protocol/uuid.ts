/** UUIDs in lower case: v4 for devices, v5 for assigned visits, v7 for ops. Chance comes from outside. */
import { concat, fromHex, hex, utf8 } from './bytes';

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function stamp(bytes: Uint8Array, version: number): string {
  const b = bytes.slice(0, 16);
  b[6] = ((b[6] ?? 0) & 0x0f) | (version << 4);
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80;
  return hex(b).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const uuid4 = (random16: Uint8Array): string => stamp(random16, 4);

async function uuid5(namespace: string, name: string): Promise<string> {
  const named = concat(fromHex(namespace.replace(/-/g, '')), utf8(name));
  return stamp(new Uint8Array(await crypto.subtle.digest('SHA-1', named)), 5);
}

/** A clock before 1970 counts as 1970: the id orders nothing, `seq` does. */
export function uuid7(unix_ms: number, random10: Uint8Array): string {
  const time = Math.max(0, Math.floor(unix_ms)).toString(16).padStart(12, '0').slice(-12);
  return stamp(concat(fromHex(time), random10), 7);
}

/** An assigned visit keeps its id over reloads, phones and rounds. */
export const visitIdOf = (assignment: string, attempt: number): Promise<string> =>
  uuid5(assignment, String(attempt));
