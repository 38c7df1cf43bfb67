/** Budgets: how many retries a caller may afford, whatever each of its calls would like. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import type { Duration, Instant } from '../kernel/time.js';

/** What a budget is told and asked. State of a call is the price that it paid last. */
export interface Budget {
  /** Takes what a retry costs, and gives the price; 0 when it cannot be paid. */
  pay(throttled: boolean, now: Instant): number;
  /** Whether the retry that was paid for may still be made, once its back-off is over; otherwise the call ends as it failed. */
  readonly confirms?: (now: Instant) => boolean;
  /** A call arrives, before its first attempt. */
  readonly arrived?: (now: Instant) => void;
  /** How many retries a call that has just arrived may make at most, whatever the budget could pay for later. */
  readonly mostPerCall?: (now: Instant) => number;
  /** How long an attempt that is ready has to wait; asked once for each. */
  readonly hold?: (isFirst: boolean, now: Instant) => Duration;
  /** An attempt that had to wait has done so. */
  readonly waited?: (now: Instant) => void;
  /** Attempts under way have become more or fewer. */
  readonly underWay?: (by: number) => void;
  /** An attempt was answered well; `paid` is 0 for a first attempt. */
  readonly succeeded?: (paid: number, now: Instant) => void;
  /** An attempt failed in a way that may be retried; throttled means that the callee said: slower. */
  readonly failed?: (throttled: boolean, now: Instant) => void;
  /** An attempt failed in a way that may not be retried. */
  readonly failedForGood?: (now: Instant) => void;
  /** The retry that was paid for is over: answered, or its caller left. */
  readonly released?: () => void;
  /** A call is answered without another retry, and not because the budget refused it. */
  readonly concluded?: (now: Instant) => void;
}

/** A budget's entry in the catalogue. */
export type BudgetMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Budget
>;

export function defineBudget<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(member: Omit<BudgetMember<Kind, E>, 'shorthand'> & { readonly shorthand: S }) {
  return member;
}
