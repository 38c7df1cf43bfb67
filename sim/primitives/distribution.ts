/**
 * Distributions of durations, sampled by inversion: one uniform in, one variate out, never a spare kept.
 * So a draw depends on nothing but its key, and a longer tail stretches the same requests.
 */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { draw, type Keyed } from '../kernel/random.js';
import { type Duration, END_OF_TIME, toDuration } from '../kernel/time.js';

export abstract class Distribution {
  /** The mean in nanoseconds; Infinity when there is none. */
  abstract readonly mean: number;

  /** The variate, in nanoseconds, of a uniform 0 < u < 1; it grows with u within each part of a mixture. */
  abstract variate(u: number): number;

  /** The variate that belongs to a key and a purpose. */
  sample(source: Keyed, purpose: number): Duration {
    return withinClock(this.variate(draw(source, purpose)));
  }
}

/** A length in nanoseconds as the clock can hold it: the far tail of a power law may lie beyond its range. */
export const withinClock = (nanoseconds: number): Duration =>
  nanoseconds < END_OF_TIME ? toDuration(nanoseconds) : (END_OF_TIME as number);

/** A distribution's entry in the catalogue. */
export type DistributionMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Distribution
>;

/** Describes a distribution; the types of `check` and `create` follow from the options. */
export function defineDistribution<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string = never,
>(
  member: Omit<DistributionMember<Kind, E>, 'check' | 'shorthand'> & {
    readonly shorthand?: S;
    readonly check?: (options: Options<E>) => string | undefined;
  },
) {
  return member;
}
