import { createHash } from 'node:crypto';

/** UUIDv5 at once, for tests that cannot wait; `uuid.ts` has the phone's own. */
export function visitIdOf(assignment: string, attempt: number): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(assignment.replace(/-/g, ''), 'hex'))
    .update(String(attempt))
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes
    .toString('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
