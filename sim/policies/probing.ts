/** Probing: what a half-open breaker does with further calls, and whose answers decide what becomes of it. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration, Instant } from '../kernel/time.js';
import type { Trip } from './trip.js';

/** What the answers so far mean: the breaker closes, or it opens. */
export type Verdict = 'recovered' | 'ill';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** An answer, as a breaker sees it. */
export interface Answer {
  readonly ok: boolean;
  readonly took: Duration;
  readonly now: Instant;
  /** The call was let through half-open. */
  readonly isProbe: boolean;
}

export interface Probing {
  /** Further calls wait for the probe, instead of being turned away. */
  readonly others: 'turned-away' | 'wait';
  /** How long it stays half-open at most. */
  readonly longest: Duration;
  /** It has become half-open. */
  begin(): void;
  /** A probe has been answered, or another call while it was not closed; the trip rule is to be told. */
  answered(answer: Answer, state: BreakerState): Verdict | null;
  /** A probe has failed in a way that counts as nothing; without, its place is given to another call. */
  passed?(): Verdict | null;
  /** A call's caller has left before the answer; without, a probe's place is given to another call. */
  left?(): Verdict | null;
  /** It has been half-open for the longest time. */
  expired(now: Instant): Verdict;
}

/** What a manner of probing works with. */
export interface ProbingSite {
  readonly trip: Trip;
  /** Calls let through half-open. */
  readonly probes: number;
}

/** A manner's entry in the catalogue. */
export type ProbingMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>, site: ProbingSite) => Probing
>;

export function defineProbing<const Kind extends string, const E extends Fields>(
  member: Omit<ProbingMember<Kind, E>, 'shorthand'>,
) {
  return member;
}
