/** A concurrency limit that is told of windows instead of single calls: means are quieter. */
import { type Duration, type Instant, MICROSECOND } from '../../kernel/time.js';
import type { ConcurrencyLimit, ConcurrencySample } from '../concurrency-limit.js';

/** Shorter calls say nothing (minRttThreshold). */
const SHORTEST: Duration = 100 * MICROSECOND;

export interface WindowOptions {
  readonly least: Duration;
  readonly most: Duration;
  readonly calls: number;
}

export class Windowed implements ConcurrencyLimit {
  private nextUpdate: Instant = 0;
  private count = 0;
  private sum = 0;
  private shortest = Number.POSITIVE_INFINITY;
  private mostInFlight = 0;
  private dropped = false;

  constructor(
    private readonly inner: ConcurrencyLimit,
    private readonly options: WindowOptions,
  ) {}

  limit(now: Instant): number {
    return this.inner.limit(now);
  }

  sample(sample: ConcurrencySample, now: Instant): void {
    const { took, inFlight, ended } = sample;
    if (ended === 'ignored' || took < SHORTEST) return;
    this.mostInFlight = Math.max(this.mostInFlight, inFlight);
    if (ended === 'dropped') this.dropped = true;
    else {
      this.count++;
      this.sum += took;
      this.shortest = Math.min(this.shortest, took);
    }
    if (now > this.nextUpdate && this.count >= this.options.calls) this.flush(sample, now);
  }

  private flush(sample: ConcurrencySample, now: Instant): void {
    const { least, most } = this.options;
    this.nextUpdate = now + Math.min(Math.max(2 * this.shortest, least), most);
    const whole: ConcurrencySample = {
      ...sample,
      took: Math.trunc(this.sum / this.count),
      inFlight: this.mostInFlight,
      ended: this.dropped ? 'dropped' : 'well',
    };
    this.count = 0;
    this.sum = 0;
    this.shortest = Number.POSITIVE_INFINITY;
    this.mostInFlight = 0;
    this.dropped = false;
    this.inner.sample(whole, now);
  }
}
