/** Trip rules: when a circuit breaker opens, decided from the calls that it lets through. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration, Instant } from '../kernel/time.js';

/** A rule with its memory of past calls. */
export interface Trip {
  /** Calls that must be known before the rule decides; fewer probes than that decide all the same. */
  readonly minimum: number;
  /** Records a call that ended now; true when the breaker is to open. */
  record(ok: boolean, took: Duration, now: Instant): boolean;
  /** Whether as many probes as were allowed, with so many bad ones, mean that the callee is still ill. */
  stillIll(probes: number, failed: number, slow: number): boolean;
  /** Whether a call that took so long counts as slow. */
  isSlow(took: Duration): boolean;
  /** Forgets everything, as when the breaker closes. */
  reset(now: Instant): void;
  /** For rules that count calls as they arrive, those turned away too. */
  readonly arrived?: (now: Instant) => void;
  /** For rules that decide by the clock and not by the call. */
  readonly clock?: TripClock;
}

export interface TripClock {
  /** The first instant after now at which it decides; null while there is nothing to decide about. */
  next(now: Instant): Instant | null;
  /** Whether the breaker is to open. */
  decide(now: Instant): boolean;
}

/** A trip rule's entry in the catalogue. */
export type TripMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Trip
>;

export function defineTrip<const Kind extends string, const E extends Fields>(
  member: Omit<TripMember<Kind, E>, 'check'> & {
    readonly check?: (options: Options<E>) => string | undefined;
  },
) {
  return member;
}
