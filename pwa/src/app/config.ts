// What the server tells everybody. The last answer is kept, so that the 演示 band and the telephone stand there without a network too.
import { signal } from '@preact/signals';
import * as v from 'valibot';
import { type Config, call, configShape } from '@/api';

const KEY = 'fangcha.config';

/** Null until the first answer that ever reached this browser. */
export const config = signal<Config | null>(null);

export function recallConfig(): void {
  try {
    const kept = v.safeParse(configShape, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    if (kept.success) config.value = kept.output;
  } catch {
    // a closed storage only means that we ask again
  }
}

/** Online; leaves what is known where there is no answer. */
export async function askConfig(): Promise<void> {
  try {
    config.value = await call('/api/config', { shape: configShape, timeout_ms: 8000 });
    localStorage.setItem(KEY, JSON.stringify(config.value));
  } catch {
    // offline, or storage closed: the kept one serves
  }
}

/** Who answers the phone for people who are stuck. */
export function helpPhone(): string | null {
  return config.value?.office_phone ?? config.value?.hotline ?? null;
}
