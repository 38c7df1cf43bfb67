/**
 * A call: one caller waiting for one answer from one handler.
 *
 * Policies, transports and services each handle a call of their own and open inner calls further in, so
 * that a client's request is a tree of calls. Calls are pooled: a handler must not keep one beyond `left`.
 */
import { type EventSlot, NO_EVENT } from '../kernel/calendar.js';
import type { Keyed } from '../kernel/random.js';
import type { Duration, Instant } from '../kernel/time.js';
import type { Exchange } from './exchange.js';
import type { Handler } from './handler.js';
import type { Outcome } from './outcome.js';
import type { Request } from './request.js';

/** Where a call is in its life. */
export const Phase = { free: 0, travelling: 1, open: 2, answering: 3 } as const;

export class Call implements Keyed {
  /** Who handles this call. */
  handler!: Handler;
  /** The caller; null for a client's request, and once the caller has gone. */
  parent: Call | null = null;
  /** The newest of the open inner calls; the others hang on its `older`. */
  inner: Call | null = null;
  older: Call | null = null;
  newer: Call | null = null;
  /** The client's intent that this call works for. */
  request!: Request;
  /** Randomness of its own; inner calls inherit or derive theirs. */
  keyHigh = 0;
  keyLow = 0;
  /** Which of the callee's operations is wanted, by index. */
  operation = 0;
  /** What the caller calls this one: a branch, an attempt. */
  tag = 0;
  phase: number = Phase.free;
  timer: EventSlot = NO_EVENT;
  outcome: Outcome | null = null;
  /** When it came to its handler. */
  enteredAt: Instant = 0;

  // The handler's own notes. Clear when the call enters.
  /** A small integer: the attempt, the step, the endpoint. */
  count = 0;
  /** Another small integer, usually a state. */
  state = 0;
  /** An instant or an amount. */
  mark = 0;
  /** A second amount. */
  amount = 0;
  /** Neighbours in the line where the call waits. */
  ahead: Call | null = null;
  behind: Call | null = null;
  /** Its index in a line or heap where it stands. */
  lineIndex = 0;
  /** Its index among the calls that its instance works on; -1 while it waits to be let in. */
  position = -1;
  /** Something else of the handler's own. */
  item: unknown = null;
  /** Some optional part of the answer is missing. */
  partial = false;
  /** Nobody waits for the answer any more: work done for it is wasted. */
  unwanted = false;

  constructor(readonly exchange: Exchange) {}

  /**
   * Opens the inner call to the next handler further in.
   * @param salt other than 0 gives the inner call randomness of its own, as a further attempt needs it.
   */
  proceed(salt = 0): void {
    this.exchange.open(this, this.handler.next as Handler, 0, salt);
  }

  /** Ends the call with an outcome; its timer and open inner calls are cancelled. */
  settle(outcome: Outcome): void {
    this.exchange.settle(this, outcome);
  }

  /** Asks for `woken` after a delay. One timer per call: asking again replaces it. */
  wake(delay: Duration): void {
    this.exchange.wake(this, delay);
  }

  /** Where in the scenario this call is being handled. */
  get place(): string {
    return this.handler.place;
  }
}
