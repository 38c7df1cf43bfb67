/** An endpoint: one of the places a call can be sent to, as its sender sees it, or all who share it do. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration, Instant } from '../kernel/time.js';
import type { Call, Handler } from './call.js';
import type { Outcome } from './outcome.js';

export class Endpoint {
  /** Calls sent to it that have not been answered, as far as whoever it belongs to knows. */
  inFlight = 0;
  /** When this sender was last told to use it again. */
  putBackAt: Instant = 0;

  constructor(
    /** Which copy of the callee it is, from 0: the same for every sender. */
    readonly index: number,
    /** What receives the calls. */
    readonly handler: Handler,
    /** Where it is; null when nothing is said about that. */
    readonly zone: string | null = null,
  ) {}

  /** Since when it is there to be used: its process began anew then, or it was put back. */
  get usableSince(): Instant {
    return Math.max(this.putBackAt, this.handler.process.startedAt);
  }
}

/** Chooses an endpoint for a call. */
export interface Balancer {
  pick(call: Call): Endpoint;
  /** Other endpoints are in use from now on, at least one; a balancer without this is made anew. */
  update?(endpoints: readonly Endpoint[]): void;
  /** A call to an endpoint is over, so long after it was picked; without an outcome its sender has left. */
  answered?(endpoint: Endpoint, outcome: Outcome | null, took: Duration, now: Instant): void;
}

/** Learns how calls to endpoints end. */
export interface Learner {
  /** A call to an endpoint is over, so long after it was picked; without an outcome its sender has left. */
  answered?(
    endpoint: Endpoint,
    outcome: Outcome | null,
    took: Duration,
    now: Instant,
    call: Call,
  ): void;
}

/** Keeps a sender from endpoints that it should not call. */
export interface Guard extends Learner {
  /** With a smaller share of the endpoints admitted than this, all are used again; 0 for never. */
  readonly panic: number;
  /** Whether an endpoint may be called at this instant. */
  admits(endpoint: Endpoint, now: Instant): boolean;
  /** Whether that may change by itself, so that it has to be asked before each call. */
  readonly wavers?: boolean;
  /** An endpoint has been chosen for a call. */
  picked?(endpoint: Endpoint, now: Instant, call: Call): void;
}

/** What a balancer knows of the sender it works for. */
export interface BalancerSite {
  /** The copies of the sender that it works for: all of them, or one alone where it goes by what that knows. */
  readonly copies: Copies;
  /** Whose turn it is, with all balancers of many copies, side by side: in a large system they are many. Each takes places at the end. */
  readonly turns: number[];
  /** The zone of this copy of the sender; null when nothing is said about that. */
  readonly zone: string | null;
  /** How many copies of the sender there are in each zone: counted when somebody asks, as every copy has a site of its own. */
  senders(): ReadonlyMap<string, number>;
  /** Something that all copies of the sender have together, such as what their clients carry. */
  shared<T>(purpose: string, make: () => T): T;
}

/** Copies of a sender that have a balancer together. */
export interface Copies {
  /** The index of the endpoint that each begins its round with: not all begin with the same one. */
  readonly firsts: readonly number[];
  /** Which of them makes a call, from 0. */
  readonly of: (call: Call) => number;
}

/** Makes a balancer for endpoints, at first all that there are. */
export type MakeBalancer = (endpoints: readonly Endpoint[], site: BalancerSite) => Balancer;

/** Where the round of each copy of a sender begins in a list of endpoints, of which some may be out of use. */
export function beginningsIn(endpoints: readonly Endpoint[], { firsts }: Copies): number[] {
  return firsts.map((first) => {
    // While all are in use each stands at its index: nobody looks through them.
    if (endpoints[first]?.index === first) return first;
    return Math.max(
      0,
      endpoints.findIndex(({ index }) => index >= first),
    );
  });
}

/** The balancer over other endpoints: the same one, where it can be told, or another. */
export function rebalanced(
  balancer: Balancer,
  endpoints: readonly Endpoint[],
  make: (endpoints: readonly Endpoint[]) => Balancer,
): Balancer {
  if (balancer.update === undefined) return make(endpoints);
  balancer.update(endpoints);
  return balancer;
}

/** A balancer's entry in the catalogue. */
export interface BalancerMember<Kind extends string = string, E extends Fields = Fields>
  extends Member<
    Kind,
    E,
    (options: Options<E>, endpoints: readonly Endpoint[], site: BalancerSite) => Balancer
  > {
  /** It goes by zones: sender and endpoints have to have some. */
  readonly zoned?: true;
  /** It does not go by what a sender knows of endpoints: senders may have one list of them together, and its copies one balancer. */
  readonly blind?: true;
}

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
