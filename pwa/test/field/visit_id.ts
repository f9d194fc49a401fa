// UUIDv5 at once, in the browser of the stage as well as in the tests.
import { sha1 } from '@noble/hashes/legacy.js';
import { fromHex, hex, utf8 } from '@/protocol/bytes';

export function visitIdOf(assignment: string, attempt: number): string {
  const name = utf8(String(attempt));
  const bytes = new Uint8Array(16 + name.length);
  bytes.set(fromHex(assignment.replace(/-/g, '')));
  bytes.set(name, 16);
  const id = sha1(bytes).slice(0, 16);
  id[6] = ((id[6] ?? 0) & 0x0f) | 0x50;
  id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
  return hex(id).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
