/** How a call ended, as a value: modelled failures are data, exceptions are bugs. */

import type { Duration } from '../kernel/time.js';

/** Every way in which a call can fail. */
export const FAULTS = [
  'timeout',
  'deadline-exceeded',
  'refused',
  'reset',
  'unavailable',
  'unreachable',
  'server-error',
  'queue-full',
  'queue-timeout',
  'rejected-open',
  'bulkhead-full',
  'rate-limited',
  'shed',
  'conflict',
  'cancelled',
  'abandoned',
] as const;

/** What went wrong; see docs/SEMANTICS.md for the exact meaning of each. */
export type Fault = (typeof FAULTS)[number];

/** How good an answer is: in full, without some optional parts, or a substitute. */
export type Grade = 'full' | 'partial' | 'substitute';

/** Faults of calls that found no room: they were turned away before anything was done for them. */
export const NO_ROOM = [
  'queue-full',
  'queue-timeout',
  'bulkhead-full',
  'rate-limited',
  'shed',
] as const satisfies readonly Fault[];

/** Faults after which the same call may well succeed a moment later, so that a retry makes sense. */
const RETRYABLE: ReadonlySet<Fault> = new Set<Fault>([
  'timeout',
  'refused',
  'reset',
  'unavailable',
  'unreachable',
  'server-error',
  ...NO_ROOM,
  'conflict',
]);

/** The end of a call. Made once by whoever gives it, and shared by all calls that end so. */
export class Outcome {
  /** Whether a retry may help. */
  readonly retryable: boolean;

  private constructor(
    readonly grade: Grade,
    readonly fault: Fault | null,
    /** The scenario entity that gave this answer: who said no. */
    readonly by: string,
    /** When the callee says to come back, as Retry-After and gRPC push-back do: so long from the answer on. */
    readonly retryAfter: Duration | null = null,
  ) {
    this.retryable = fault !== null && RETRYABLE.has(fault);
  }

  get ok(): boolean {
    return this.fault === null;
  }

  /** An answer of less than full value. */
  static answer(grade: Grade, by: string): Outcome {
    return new Outcome(grade, null, by);
  }

  static failure(fault: Fault, by: string, retryAfter: Duration | null = null): Outcome {
    return new Outcome('full', fault, by, retryAfter);
  }
}

/** The plain success. */
export const OK: Outcome = Outcome.answer('full', '');
