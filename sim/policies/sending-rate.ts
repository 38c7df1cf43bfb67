/** The client-side rate limiter of the AWS SDKs' adaptive mode: CUBIC over the rate of attempts. */
import { type Duration, type Instant, SECOND } from '../kernel/time.js';
import { power } from '../math/arithmetic.js';

/** What a throttled client goes down to, how fast it comes back, and how fast the measured rate follows. */
const BETA = 0.7;
const SCALE = 0.4;
const SMOOTH = 0.8;
const LEAST_RATE = 0.5;
const LEAST_CAPACITY = 1;

export class SendingRate {
  /** Attempts per second as measured, in half-second buckets. */
  measured = 0;
  /** Attempts per second that may be sent; nothing holds them before the first throttling. */
  rate = LEAST_RATE;
  tokens = 0;
  private enabled = false;
  private capacity = LEAST_CAPACITY;
  private refilledAt: Instant = -1;
  private answers = 0;
  private bucket = 0;
  /** The rate at the last throttling, and when that was. */
  private lastMost = 0;
  private throttledAt: Instant = 0;

  /** In line, a token is owed from the instant at which somebody begins to wait for it; otherwise once the wait is over. */
  constructor(private readonly inLine: boolean) {}

  /** Takes a token; how long until it may be used. */
  take(now: Instant): Duration {
    if (!this.enabled) return 0;
    this.refill(now);
    const lacking = Math.max(0, 1 - this.tokens);
    const wait = Math.floor((lacking / this.rate) * SECOND);
    if (wait === 0 || this.inLine) this.tokens -= 1;
    return wait;
  }

  /** A wait is over. */
  waited(): void {
    if (!this.inLine) this.tokens -= 1;
  }

  /** An attempt was answered. */
  answered(throttled: boolean, now: Instant): void {
    this.measure(now);
    let rate: number;
    if (throttled) {
      const most = this.enabled ? Math.min(this.measured, this.rate) : this.measured;
      this.lastMost = most;
      this.throttledAt = now;
      this.enabled = true;
      rate = most * BETA;
    } else {
      const since = (now - this.throttledAt) / SECOND - wayBack(this.lastMost);
      rate = SCALE * since * since * since + this.lastMost;
    }
    this.setRate(Math.min(rate, 2 * this.measured), now);
  }

  private setRate(rate: number, now: Instant): void {
    this.refill(now);
    this.rate = Math.max(rate, LEAST_RATE);
    this.capacity = Math.max(rate, LEAST_CAPACITY);
    this.tokens = Math.min(this.tokens, this.capacity);
  }

  private refill(now: Instant): void {
    if (this.refilledAt >= 0) {
      const earned = ((now - this.refilledAt) / SECOND) * this.rate;
      this.tokens = Math.min(this.capacity, this.tokens + earned);
    }
    this.refilledAt = now;
  }

  private measure(now: Instant): void {
    const bucket = Math.floor((now / SECOND) * 2) / 2;
    this.answers++;
    if (bucket <= this.bucket) return;
    const rate = this.answers / (bucket - this.bucket);
    this.measured = rate * SMOOTH + this.measured * (1 - SMOOTH);
    this.answers = 0;
    this.bucket = bucket;
  }
}

/** Seconds until the curve is back at the rate of the last throttling. */
function wayBack(most: number): number {
  return most === 0 ? 0 : power((most * (1 - BETA)) / SCALE, 1 / 3);
}
