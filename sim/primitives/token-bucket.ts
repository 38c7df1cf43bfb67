/** A token bucket with continuous refill: exact at any instant, no ticks. */
import { type Duration, type Instant, SECOND } from '../kernel/time.js';

export class TokenBucket {
  private updatedAt: Instant = 0;
  /** What counts as a token: calls come at whole nanoseconds, so that two of them may be one too close, and a refill is a sum of roundings. */
  private readonly whole: number;

  /**
   * @param rate tokens per second.
   * @param burst the most tokens it holds.
   * @param tokens what it holds at the start.
   */
  constructor(
    private readonly rate: number,
    private readonly burst: number,
    private tokens = burst,
  ) {
    this.whole = 1 - 1e-9 - rate / SECOND;
  }

  /** Takes a token if there is a whole one. */
  tryTake(now: Instant): boolean {
    this.refill(now);
    if (this.tokens < this.whole) return false;
    this.tokens -= 1;
    return true;
  }

  /** Takes a token in advance and says how long until it is there, unless that is longer than `limit`. */
  reserve(now: Instant, limit: Duration): Duration | null {
    this.refill(now);
    const wait = Math.max(0, Math.ceil(((1 - this.tokens) * SECOND) / this.rate - 1e-3));
    if (wait > limit) return null;
    this.tokens -= 1;
    return wait;
  }

  /** When it will be full, and a little later: a refill is a sum of roundings. */
  get fullFrom(): Instant {
    return this.updatedAt + Math.ceil(((this.burst - this.tokens) * SECOND) / this.rate) + 1;
  }

  private refill(now: Instant): void {
    const earned = ((now - this.updatedAt) * this.rate) / SECOND;
    this.tokens = Math.min(this.burst, this.tokens + earned);
    this.updatedAt = now;
  }
}
