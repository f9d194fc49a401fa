import { readFileSync } from 'node:fs';

/** The same files that the Python twin reads. */
export function vectors<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`../../../tests/vectors/${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}
