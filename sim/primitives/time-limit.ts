/** Limits of time: how long calls to a handler may take, whatever goes on further in. They cost no call of their own. */
import type { Duration, Instant } from '../kernel/time.js';
import type { Outcome } from './outcome.js';

/** What a call gets that may take as long as it likes. */
export const FOR_EVER: Duration = Number.POSITIVE_INFINITY as Duration;

/** What happens when the time of a call is over. While its process stands still, that is noticed late. */
export interface Limit {
  /** What the caller is told then. */
  readonly outcome: Outcome;
}

export abstract class TimeLimit implements Limit {
  /** Whether calls take something of it along, so that they cannot be sent again as they are. */
  abstract readonly travels: boolean;

  constructor(readonly outcome: Outcome) {}

  /** How long a call may take from now on: FOR_EVER for as long as it likes, 0 or less when no time is left. */
  abstract grant(call: { deadline: Instant }, now: Instant): Duration;
}

/** The same time for each call. */
export class FixedLimit extends TimeLimit {
  readonly travels = false;

  constructor(
    private readonly after: Duration,
    outcome: Outcome,
  ) {
    super(outcome);
  }

  grant(): Duration {
    return this.after;
  }
}
