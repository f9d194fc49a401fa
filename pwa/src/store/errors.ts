/** Every failure that a screen may meet has a code; the screen owns the words. */
import type { PhoneErrorCode, PhoneErrorShape } from './contract';

export class PhoneError extends Error implements PhoneErrorShape {
  constructor(
    readonly code: PhoneErrorCode,
    readonly params: Readonly<Record<string, number | string>> = {},
  ) {
    super(code);
    this.name = 'PhoneError';
  }
}

/** The world changed between reading and writing: read again and try again. Never leaves the store. */
export class Stale extends Error {
  constructor() {
    super('stale');
    this.name = 'Stale';
  }
}

/** Runs `attempt` again while another tab or another answer got in between. */
export async function untilFresh<T>(attempt: () => Promise<T>): Promise<T> {
  for (let n = 0; ; n++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Stale) || n >= 20) throw error;
    }
  }
}
