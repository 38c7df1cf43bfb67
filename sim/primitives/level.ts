/** A number that changes at instants and is integrated over time: a queue length, busy cores. */
import type { Instant } from '../kernel/time.js';

export class Level {
  value = 0;
  max = 0;
  private integral = 0;
  private since: Instant = 0;

  set(value: number, now: Instant): void {
    this.integral += this.value * (now - this.since);
    this.since = now;
    this.value = value;
    if (value > this.max) this.max = value;
  }

  /** Integral in units times nanoseconds, up to an instant. */
  upTo(now: Instant): number {
    return this.integral + this.value * (now - this.since);
  }

  /** Begins to integrate anew; the value stays. */
  restart(now: Instant): void {
    this.integral = 0;
    this.since = now;
    this.max = this.value;
  }
}
