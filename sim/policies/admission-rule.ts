/** Admission rules: with which probability a caller turns its own calls away, from what became of the others. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Instant } from '../kernel/time.js';
import { type Fault, NO_ROOM, type Outcome } from '../primitives/outcome.js';

export interface AdmissionRule {
  /** A call arrives: the probability that it is turned away. */
  rejection(now: Instant): number;
  /** It was turned away here. */
  readonly turnedAway?: (now: Instant) => void;
  /** It was answered; whether the callee took it on. */
  answered(accepted: boolean, now: Instant): void;
}

/** An admission rule's entry in the catalogue. */
export interface AdmissionRuleMember<Kind extends string = string, E extends Fields = Fields>
  extends Member<Kind, E, (options: Options<E>) => AdmissionRule> {
  /** Whether an answer means that the callee took the call on, unless the scenario says which faults do not. */
  readonly accepts: (outcome: Outcome) => boolean;
}

export function defineAdmissionRule<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(member: Omit<AdmissionRuleMember<Kind, E>, 'shorthand' | 'check'> & { readonly shorthand: S }) {
  return member;
}

const REFUSALS: ReadonlySet<Fault | null> = new Set<Fault>(['refused', 'unavailable', ...NO_ROOM]);

/** The callee did not turn the call away, whatever else came of it. */
export function takenOn({ fault }: Outcome): boolean {
  return !REFUSALS.has(fault);
}
