/** Steps: what an operation does, one after the other, for each call. */
import type { Member } from '../catalogue/catalogue.js';
import type { Field, Fields, Options } from '../catalogue/field.js';
import type { Call, Handler, Outbound } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import type { Outcome } from '../primitives/outcome.js';
import type { Outlet } from './outlet.js';
import type { Own } from './own.js';

/**
 * One step made ready for one service. `begin` starts it for a call; it ends by `next(call)`, or by
 * settling the call with a failure. While it runs, the call's `state`, `mark` and timer are the step's.
 */
export interface Step {
  begin(call: Call): void;
  answered?(call: Call, outcome: Outcome, tag: number): void;
  woken?(call: Call): void;
  /** The call ends while this step runs: give back what it holds. */
  left?(call: Call): void;
  /** Nobody waits for the call any more, as it says itself, or somebody does again. */
  disowned?(call: Call): void;
}

/** What belongs to one instance alone is made from. */
export interface StepCopy {
  /** As that of the site, from this instance. */
  outbound(target: string, topic?: string): Outbound;
}

/** What a step sees of the service it belongs to: it is the same step for all instances. */
export interface StepSite {
  readonly exchange: Exchange;
  /** Such as `payment.charge`. */
  readonly place: string;
  /** A number for the random draws of this step, by its kind and its turn among steps of that kind. */
  salt(purpose: string): number;
  /** The index of a business effect, by name. */
  effect(name: string): number;
  /**
   * The way to an operation or broker, by name: policies, network and balancing included.
   * @param topic the routing key of what is published there.
   */
  outbound(target: string, topic?: string): Outlet;
  /** Makes something for each instance. */
  each<T>(make: (copy: StepCopy) => T): Own<T>;
  /** Steps inside a step, as something that can be called. */
  program(steps: readonly ChosenStep[]): Own<Handler>;
}

/** A step as read from a scenario. */
export interface ChosenStep {
  readonly kind: string;
  readonly options: unknown;
}

/** What an author writes for a step inside a step: TypeScript needs the type cut short somewhere. */
export interface NestedStep {
  readonly [key: string]: unknown;
}

export type NestedSteps = Field<readonly NestedStep[], readonly ChosenStep[], 'required'>;

/** Messages that a step publishes. */
export interface Publication {
  readonly broker: string;
  /** The routing key. */
  readonly topic: string;
  /** The step waits until they have been handled. */
  readonly waits?: true;
}

/** What a step does to other parts of the scenario, as far as that can be read off it. */
export interface Reading {
  /** Operations called. */
  readonly calls?: readonly string[];
  /** Brokers published to, and the routing keys of the messages. */
  readonly publishes?: readonly Publication[];
  /** Business effects applied. */
  readonly effects?: readonly string[];
  /** Steps inside, and how often they are run on average. */
  readonly inside?: readonly { readonly steps: readonly ChosenStep[]; readonly times: number }[];
}

/** A step kind's entry in the catalogue. */
export interface StepMember<Kind extends string = string, E extends Fields = Fields>
  extends Member<Kind, E, (options: Options<E>, site: StepSite) => Step> {
  /** What the call graph needs to know; absent when the step concerns only its own instance. */
  readonly read?: (options: Options<E>) => Reading;
}

/** An inner call has been answered: a failure ends the call, and what is missing from the answer is noted. */
export function goesOnAfter(call: Call, outcome: Outcome): boolean {
  if (!outcome.ok) {
    call.settle(outcome);
    return false;
  }
  if (outcome.grade !== 'full') call.partial = true;
  return true;
}

/** Describes a step; the types of `create` follow from the options. */
export function defineStep<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(
  member: Omit<StepMember<Kind, E>, 'check' | 'shorthand'> & {
    readonly shorthand: S;
    readonly check?: (options: Options<E>) => string | undefined;
  },
) {
  return member;
}
