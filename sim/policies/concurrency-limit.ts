/** Concurrency limits that find themselves: how many calls may be under way, from how long they take. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration, Instant } from '../kernel/time.js';

/** How a call that was let in has ended. */
export interface ConcurrencySample {
  readonly startedAt: Instant;
  readonly took: Duration;
  /** Calls under way when it was let in, itself included. */
  readonly inFlight: number;
  /** `dropped` for lack of capacity, as a timeout is; `ignored` failures say nothing about it. */
  readonly ended: 'well' | 'dropped' | 'ignored';
  /** Uniform in (0, 1), its own. */
  readonly u: number;
}

export interface ConcurrencyLimit {
  /** Calls that may be under way now. */
  limit(now: Instant): number;
  sample(sample: ConcurrencySample, now: Instant): void;
}

/** A concurrency limit's entry in the catalogue. */
export type ConcurrencyLimitMember<
  Kind extends string = string,
  E extends Fields = Fields,
> = Member<Kind, E, (options: Options<E>) => ConcurrencyLimit>;

export function defineConcurrencyLimit<const Kind extends string, const E extends Fields>(
  member: Omit<ConcurrencyLimitMember<Kind, E>, 'shorthand' | 'check'> & {
    readonly check?: (options: Options<E>) => string | undefined;
  },
) {
  return member;
}

/** The least and the most that are allowed are the right way round. */
export function ordered({ min, max }: { readonly min: number; readonly max: number }) {
  return min <= max ? undefined : 'a `min` of at most `max`';
}
