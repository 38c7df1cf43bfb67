/** Loads: when requests come. An open load does not care how the system fares; a closed one waits. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Keyed } from '../kernel/random.js';
import type { Duration, Instant } from '../kernel/time.js';

/** Arrivals one after the other, whatever happens to them. */
export interface OpenLoad {
  readonly type: 'open';
  /** The instant of the next arrival, which has this randomness; Infinity when there is none. */
  next(request: Keyed): Instant;
  /** From now on the rate is multiplied; gives the instant to which the coming arrival moves. */
  multiply?(factor: number, now: Instant): Instant;
}

/** Users who each wait for an answer, think, and ask again. */
export interface ClosedLoad {
  readonly type: 'closed';
  readonly users: number;
  /** How long a user thinks before the request that has this randomness. */
  think(request: Keyed): Duration;
}

export type Load = OpenLoad | ClosedLoad;

/** A load's entry in the catalogue. */
export type LoadMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Load
>;

export function defineLoad<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string = never,
>(
  member: Omit<LoadMember<Kind, E>, 'check' | 'shorthand'> & {
    readonly shorthand?: S;
    readonly check?: (options: Options<E>) => string | undefined;
  },
) {
  return member;
}
