/** A limit of time: how long calls to a handler may take, whatever goes on further in. It costs no call of its own. */
import type { Duration } from '../kernel/time.js';
import type { Outcome } from './outcome.js';

/** What happens when the time of a call is over. While its process stands still, that is noticed late. */
export interface Limit {
  /** What the caller is told then. */
  readonly outcome: Outcome;
}

export class TimeLimit implements Limit {
  constructor(
    readonly after: Duration,
    readonly outcome: Outcome,
  ) {}
}
