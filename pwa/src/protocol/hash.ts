/** The synchronous SHA-256: the only one that may run inside an IndexedDB transaction. Not needed before a visit is worked on. */
import { sha256 } from '@noble/hashes/sha2.js';
import { hex, utf8 } from './bytes';

export const sha256Hex = (data: string | Uint8Array): string =>
  hex(sha256(typeof data === 'string' ? utf8(data) : data));
