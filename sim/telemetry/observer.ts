/** Observers: what listens to a run. They change nothing in it, and know time only from the facts. */
import type { Instant } from '../kernel/time.js';

export interface Observer {
  /** What is measured begins here: the warm-up is over. */
  restart(now: Instant): void;
  /** A slice of the timeline ends here. */
  slice(now: Instant): void;
}
