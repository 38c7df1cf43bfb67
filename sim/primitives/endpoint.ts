/** An endpoint: one of the places a call can be sent to, as its sender sees it. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration, Instant } from '../kernel/time.js';
import type { Call, Handler } from './call.js';
import type { Outcome } from './outcome.js';

export class Endpoint {
  /** Calls sent to it that have not been answered, as far as this sender knows. */
  inFlight = 0;

  constructor(
    /** Which copy of the callee it is, from 0: the same for every sender. */
    readonly index: number,
    /** What receives the calls. */
    readonly handler: Handler,
  ) {}
}

/** Chooses an endpoint for a call. */
export interface Balancer {
  pick(call: Call): Endpoint;
  /** A call to an endpoint is over, so long after it was picked; without an outcome its sender has left. */
  answered?(endpoint: Endpoint, outcome: Outcome | null, took: Duration, now: Instant): void;
}

/** A balancer's entry in the catalogue. */
export type BalancerMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>, endpoints: readonly Endpoint[]) => Balancer
>;

/** Describes a balancer; the types of `check` and `create` follow from the options. */
export function defineBalancer<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string = never,
>(
  member: Omit<BalancerMember<Kind, E>, 'check' | 'shorthand'> & {
    readonly shorthand?: S;
    readonly check?: (options: Options<E>) => string | undefined;
  },
) {
  return member;
}
