/** A client's intent: what amplification, effects and latency are counted against. */
import { broken } from '../kernel/invariant.js';
import { type Channel, Fact } from '../kernel/probe.js';
import type { Keyed } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import type { Instant } from '../kernel/time.js';
import type { Outcome } from './outcome.js';
import { type Spare, Spares } from './spares.js';

/** Marks what is followed in a trace. */
export interface SpanMark {
  /** From 1, in the order in which spans began. */
  readonly id: number;
}

export class Request implements Keyed, Spare<Request> {
  nextSpare: Request | null = null;
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
  /** Its span, while somebody follows it. */
  span: SpanMark | null = null;
  /** How often each business effect has been applied, by the effect's index. */
  readonly effects: number[] = [];
}

/** A request that nothing can act for any more: the ledger closes its account. */
export const requestOver = new Fact<[request: Request]>('request.over');

/** Requests for reuse, and the count of those that something may still act for. */
export class RequestPool {
  private readonly spares = new Spares<Request>();
  private readonly over: Channel<[Request]>;
  private open = 0;

  constructor(private readonly simulation: Simulation) {
    this.over = simulation.probe.channel(requestOver);
  }

  /** Requests that something may still act for. */
  get held(): number {
    return this.open;
  }

  /** A fresh request, held once by whoever asks. */
  take(): Request {
    const request = this.spares.take() ?? new Request();
    request.sentAt = this.simulation.now;
    request.holders = 1;
    this.open++;
    return request;
  }

  hold(request: Request): void {
    request.holders++;
  }

  /** Lets go of a request; the last to do so ends it. */
  drop(request: Request): void {
    if (--request.holders > 0) return;
    if (request.holders < 0) broken('a request was let go of more often than it was held');
    this.over.emit(request);
    this.open--;
    request.outcome = null;
    request.span = null;
    if (request.effects.length > 0) request.effects.length = 0;
    this.spares.giveBack(request);
  }
}
