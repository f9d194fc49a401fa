/** How the courier stands, from the first moment of the page, before its code is here. */
import type { EngineStatus } from '@/store/contract';

export const FIRST: EngineStatus = {
  reachable: null,
  last_answer_ms: null,
  sending: null,
  needs_sign_in: false,
  next_try_ms: null,
  trouble: null,
  skew_ms: null,
};

export type Cause = 'start' | 'timer' | 'save' | 'wake' | 'urgent' | 'user';
