// Who must not be disturbed now. A new version of the app waits while anything here is held.
import { computed, signal } from '@preact/signals';

const held = signal<readonly symbol[]>([]);

/** True while a visit form, a camera or an upload is open. */
export const busy = computed(() => held.value.length > 0);

/** Holds until the returned function is called: `useEffect(() => holdBusy('camera'), [])`. */
export function holdBusy(reason: 'form' | 'camera' | 'voice' | 'upload'): () => void {
  const mark = Symbol(reason);
  held.value = [...held.value, mark];
  return () => {
    held.value = held.value.filter((other) => other !== mark);
  };
}
