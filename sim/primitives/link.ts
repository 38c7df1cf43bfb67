/** A one-way link: how long a message takes, whether it is lost, whether anything gets through. */
import { draw, salt } from '../kernel/random.js';
import type { Simulation } from '../kernel/simulation.js';
import { type Duration, type Instant, MILLISECOND, SECOND, toDuration } from '../kernel/time.js';
import type { Call } from './call.js';
import type { Distribution } from './distribution.js';
import { InForce, type Mend, type Trouble, together } from './trouble.js';

/** What is said about a link in a scenario. */
export interface LinkOptions {
  readonly latency: Distribution | null;
  /** Probability that a segment is lost. */
  readonly loss: number;
  /** Bytes per second; Infinity for no limit. */
  readonly bandwidth: number;
  /** Size of one message in bytes. */
  readonly size: number;
}

/** TCP's smallest retransmission timeout on Linux (TCP_RTO_MIN, HZ/5) and its upper bound. */
export const RTO_MIN: Duration = 200 * MILLISECOND;
export const RTO_MAX: Duration = 120 * SECOND;

const LATENCY = salt('link.latency');
const LOSS = salt('link.loss');

export class Link {
  /** Retransmissions before a connection is given up (Linux tcp_retries2). */
  static readonly TRIES = 15;

  // What every message asks for comes first, and so lies together.
  private plain: boolean;
  private readonly latency: Distribution | null;
  private readonly ownLoss: number;
  private readonly nanosPerMessage: number;
  private loss: number;
  private extraLatency: Duration = 0;
  private isCut = false;
  /** When the last message so far has left the sender: messages share the bandwidth in turn. */
  private freeAt: Instant = 0;
  /** What faults have done to it; made when the first does something. */
  private cuts: InForce<true> | null = null;
  private troubles: InForce<Trouble> | null = null;

  constructor(
    private readonly simulation: Simulation,
    private readonly options: LinkOptions,
    /** Several edges may have it together until it is disturbed: it has no state then. */
    private readonly isShared = false,
  ) {
    const { latency, loss, bandwidth, size } = options;
    this.latency = latency;
    this.ownLoss = loss;
    this.loss = loss;
    this.nanosPerMessage = bandwidth === Number.POSITIVE_INFINITY ? 0 : (size * SECOND) / bandwidth;
    this.plain = this.isPlain();
  }

  /** A link that belongs to one edge alone: this one, or another like it. */
  apart(): Link {
    return this.isShared ? new Link(this.simulation, this.options) : this;
  }

  /** Whether a message gets through at the first try and without sharing: the usual case. */
  get undisturbed(): boolean {
    return this.plain;
  }

  /** Time on the way, when nothing is lost; `direction` tells request and reply apart. */
  delay(call: Call, direction: number): Duration {
    return this.latency === null ? 0 : this.latency.sample(call, LATENCY + direction);
  }

  /** Time on the way by a disturbed link; -1 when this try is lost. */
  attempt(call: Call, direction: number, tries: number): Duration {
    if (this.isCut) return -1;
    if (this.loss > 0 && draw(call, LOSS + direction + 2 * tries) < this.loss) return -1;
    const { now } = this.simulation;
    this.freeAt = Math.max(now, this.freeAt) + toDuration(this.nanosPerMessage);
    return this.freeAt - now + this.delay(call, direction) + this.extraLatency;
  }

  /** How long TCP waits before it sends a segment again, the first time and each time after. */
  static retransmission(tries: number): Duration {
    let timeout = RTO_MIN;
    for (let n = 0; n < tries && timeout < RTO_MAX; n++) timeout *= 2;
    return Math.min(timeout, RTO_MAX);
  }

  /** Nothing gets through until it is mended. */
  cut(): Mend {
    this.cuts ??= new InForce((all) => {
      this.isCut = all.length > 0;
      this.plain = this.isPlain();
    });
    return this.cuts.add(true);
  }

  /** Loss beside the link's own, and latency, until it is mended. */
  disturb(trouble: Trouble): Mend {
    this.troubles ??= new InForce((all) => {
      const { probability, delay } = together(all);
      this.loss = 1 - (1 - this.ownLoss) * (1 - probability);
      this.extraLatency = delay;
      this.plain = this.isPlain();
    });
    return this.troubles.add(trouble);
  }

  private isPlain(): boolean {
    return !this.isCut && this.loss === 0 && this.nanosPerMessage === 0 && this.extraLatency === 0;
  }
}
