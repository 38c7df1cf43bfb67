/** Hedge delays: how long a call may take before a copy of it is sent. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration, Instant } from '../kernel/time.js';

export interface HedgeDelay {
  /** How long to wait for the copies under way before the next one is sent. */
  delay(now: Instant): Duration;
  /** A copy has been answered; copy 0 is the call itself. Absent where nobody needs to know. */
  readonly answered?: (took: Duration, copy: number, now: Instant) => void;
}

/** A hedge delay's entry in the catalogue. */
export type HedgeDelayMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => HedgeDelay
>;

export function defineHedgeDelay<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(member: Omit<HedgeDelayMember<Kind, E>, 'shorthand' | 'check'> & { readonly shorthand: S }) {
  return member;
}
