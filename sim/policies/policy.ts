/** Policies: what stands between a caller and a callee and makes the best of failures. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { Fact } from '../kernel/probe.js';
import type { Hooks, Outbound } from '../primitives/call.js';
import type { Endpoint, Guard } from '../primitives/endpoint.js';
import type { Exchange } from '../primitives/exchange.js';
import { limited, PlacedHandler } from '../primitives/handler.js';
import type { Layer } from '../primitives/pipeline.js';
import type { Process } from '../primitives/process.js';
import { TimeLimit } from '../primitives/time-limit.js';

/** Where a policy stands. Its state belongs to this place alone: one caller instance, one edge. */
export interface PolicySite {
  readonly exchange: Exchange;
  /** The edge or service it guards, such as `storefront -> payment`. */
  readonly place: string;
  /** The process it runs in; {@link CALLERS} for a policy that all copies of the place have together. */
  readonly process: Process;
  /** Number of the copy among those at the same place: a caller's instance. */
  readonly copy: number;
  /** The way to another operation or a broker, by name. */
  outbound(target: string): Outbound;
  /**
   * Makes a policy's states known; each new one is told to what is given back.
   * @param instance of the callee, from 1 on, where each has a state of its own.
   */
  track(kind: string, initial: string, instance?: number | null): (state: string) => void;
  /** A number for random draws, different for each use of a purpose at this place. */
  salt(purpose: string): number;
  /** Sets a guard over the endpoints of the edge, where there are some: not at the entrance of a service. */
  guard(make: (endpoints: readonly Endpoint[]) => Guard): void;
  /**
   * Something that all copies of the place have together, such as what a store remembers for them. It is made for the
   * first of them: each takes its salts outside of that.
   */
  shared<T>(purpose: string, make: () => T): T;
}

/** A policy with states, such as a breaker, is in a new one. */
export const policyState = new Fact<[policy: number, state: string]>('policy.state');

/** A policy with states: where it stands, and the state it begins in. */
export interface StatefulPolicy {
  readonly kind: string;
  readonly place: string;
  readonly copy: number;
  /** The instance of the callee that it is about, from 1 on; null when it is about all of them. */
  readonly instance: number | null;
  readonly initial: string;
}

/** What a policy does with calls, as far as the order among policies goes. */
export type PolicyRole =
  | 'repeats'
  | 'limits-time'
  | 'judges'
  | 'rations'
  | 'substitutes'
  | 'remembers';

/** A policy's entry in the catalogue. */
export interface PolicyMember<Kind extends string = string, E extends Fields = Fields>
  extends Member<Kind, E, (options: Options<E>, site: PolicySite) => Hooks | TimeLimit> {
  readonly role: PolicyRole;
  /** Whether it stands at each endpoint of its edge, and has to have some. */
  readonly guards?: (options: Options<E>) => boolean;
  /** Whether it remembers nothing from one call to the next, so that all copies of its place may have it together. Default: it does. */
  readonly alike?: (options: Options<E>) => boolean;
}

/** Describes a policy; the types of `check` and `create` follow from the options. */
export function definePolicy<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string = never,
>(
  member: Omit<PolicyMember<Kind, E>, 'check' | 'shorthand'> & {
    readonly shorthand?: S;
    readonly check?: (options: Options<E>) => string | undefined;
  },
) {
  return member;
}

/** A policy ready to be put around a handler. */
export function layer(made: Hooks | TimeLimit, { place, process }: PolicySite): Layer {
  if (made instanceof TimeLimit) return (next) => limited(next, made);
  return (next) => new PlacedHandler(place, made, next, { process });
}
