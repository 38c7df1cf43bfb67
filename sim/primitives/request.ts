/** A client's intent: what amplification, effects and latency are counted against. */
import type { Keyed } from '../kernel/random.js';
import type { Instant } from '../kernel/time.js';
import type { Outcome } from './outcome.js';

export class Request implements Keyed {
  /** The client that wants something; its index among the scenario's clients. */
  client = 0;
  /** Which of the operations that the client wants. */
  wanted = 0;
  /** Which of the client's users, when its load is closed. */
  user = 0;
  /** The intended send time: latency counts from here, whatever held the request up. */
  sentAt: Instant = 0;
  /** Smaller is served first by a priority queue. */
  priority = 0;
  /** The business key, such as a customer: partitions, caches and sticky balancing go by it. */
  key = 0;
  /** The answer the client got; null while it waits. */
  outcome: Outcome | null = null;
  keyHigh = 0;
  keyLow = 0;
  /** Everything that may still act for this request: calls, messages. At zero it is over for good. */
  holders = 0;
  /** How often each business effect has been applied, by the effect's index. */
  readonly effects: number[] = [];
}
