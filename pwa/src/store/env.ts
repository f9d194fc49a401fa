/** Time, chance and network come from outside, so that a test can hold them. */

import { chance, type Random } from '../protocol/aead';
import { type Bytes, hex } from '../protocol/bytes';

export interface Env {
  /** Wall clock, UTC ms. A claim, never an order. */
  now(): number;
  /** Since this page started, ms. */
  mono(): number;
  readonly random: Random;
  /** Runs `act` later; the result takes it back. */
  later(ms: number, act: () => void): () => void;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** New at each start of the page, 8 hex. */
  readonly boot: string;
  readonly pin_iterations: number;
}

export const randomBytes = (env: Pick<Env, 'random'>, count: number): Bytes =>
  env.random(new Uint8Array(count));
export const randomHex = (env: Pick<Env, 'random'>, count: number): string => hex(randomBytes(env, count));

export function browserEnv(): Env {
  return {
    now: () => Date.now(),
    mono: () => Math.floor(performance.now()),
    random: chance,
    later: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    fetch: (url, init) => fetch(url, init),
    boot: randomHex({ random: chance }, 4),
    pin_iterations: 600_000,
  };
}
