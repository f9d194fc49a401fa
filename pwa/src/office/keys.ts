// Single keys for the office. They stay quiet in fields, with modifiers, and while a Chinese input method composes:
// its first keydown comes before compositionstart with keyCode 229, and its last Enter may say isComposing = false.
import { signal } from '@preact/signals';

const STORE = 'fangcha.keys';

export const keysOn = signal(read());

function read(): boolean {
  try {
    return localStorage.getItem(STORE) !== 'off';
  } catch {
    return true;
  }
}

export function switchKeys(on: boolean): void {
  keysOn.value = on;
  try {
    localStorage.setItem(STORE, on ? 'on' : 'off');
  } catch {
    // kept for this page only
  }
}

const writing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** The key that a handler may act on, in lower case; null where the key belongs to somebody else. */
export function keyOf(event: KeyboardEvent): string | null {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey)
    return null;
  if (writing(event.target) || event.defaultPrevented) return null;
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

export type KeyMap = Readonly<Record<string, () => void>>;

export function listen(map: KeyMap): () => void {
  const onKey = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (key === null || (!keysOn.value && key !== '?')) return;
    const act = map[key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}
