/** Jitter: what is made of a back-off's delay, so that clients that failed together do not come back together. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration } from '../kernel/time.js';

/** All that a jitter may go by. */
export interface Step {
  /** The retry, from 0 for the first. */
  readonly n: number;
  /** What the back-off says, not capped. */
  readonly delay: Duration;
  /** What it says for the first retry. */
  readonly base: Duration;
  /** The longest delay. */
  readonly cap: Duration;
  /** The wait before the retry before this one; the base before the first. */
  readonly last: Duration;
  /** Uniform in (0, 1). */
  readonly u: number;
  /** The uniform of the retry before this one; 0 before the first. */
  readonly previous: number;
}

/** A wait in nanoseconds; its fraction is cut off. */
export type Jitter = (step: Step) => number;

/** A jitter's entry in the catalogue. */
export type JitterMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Jitter
>;

export function defineJitter<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string = never,
>(member: Omit<JitterMember<Kind, E>, 'shorthand'> & { readonly shorthand?: S }) {
  return member;
}
