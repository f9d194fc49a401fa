/** What goes into IndexedDB: an ArrayBuffer of its own, never a view on somebody else's. */
import type { Bytes } from '@/protocol/bytes';

export const asBuffer = (bytes: Bytes): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
