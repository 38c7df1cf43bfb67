/** A process: one running copy of a program, as faults see it. */
import type { Instant } from '../kernel/time.js';

export interface Process {
  /** Nothing in the process moves before this instant: a stop of all threads, a suspended machine. */
  frozenUntil: Instant;
}

/** A process that never fails: clients and whatever else is not under test. */
export const IDEAL_PROCESS: Process = Object.freeze({ frozenUntil: 0 });
