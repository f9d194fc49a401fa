/**
 * Reads a definition. The server's parser refused everything doubtful before publication and the SHA-256 pins the bytes,
 * so the phone only fills in what the file may leave out.
 */
import { type Bytes, sha256Large, textOf } from './bytes';
import type { Definition, Item, Topic } from './checklist';

type Written<T, Optional extends keyof T> = Omit<T, Optional> & Partial<Pick<T, Optional>>;
type WrittenItem = Written<Item, 'store' | 'summary'>;
type WrittenTopic = Omit<Topic, 'items'> & { items: WrittenItem[] };

const item = (written: WrittenItem): Item => ({
  store: 'part',
  summary: false,
  ...(written.kind === 'photo' ? { required_if: true } : {}),
  ...written,
});

export function readDefinition(text: string): Definition {
  const written = JSON.parse(text) as Omit<Definition, 'topics'> & { topics: WrittenTopic[] };
  return { ...written, topics: written.topics.map((topic) => ({ ...topic, items: topic.items.map(item) })) };
}

/** Rejects with RangeError when the bytes are not the ones that the hash names. */
export async function pinnedDefinition(bytes: Bytes, sha256: string): Promise<Definition> {
  if ((await sha256Large(bytes)) !== sha256) throw new RangeError('checklist does not match its hash');
  return readDefinition(textOf(bytes));
}
