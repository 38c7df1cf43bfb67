/** A limit of time: how long calls to a handler may take, whatever goes on further in. It costs no call of its own. */
import type { Duration } from '../kernel/time.js';
import type { Outcome } from './outcome.js';
import type { Process } from './process.js';

/** What happens when the time of a call is over. */
export interface Limit {
  /** What the caller is told then. */
  readonly outcome: Outcome;
  /** Where the time is kept: while that stands still, the limit is noticed late. */
  readonly process: Process;
}

export class TimeLimit implements Limit {
  constructor(
    readonly after: Duration,
    readonly outcome: Outcome,
    readonly process: Process,
  ) {}
}
