import { duration, integer, share } from '../../catalogue/scalars.js';
import type { Duration, Instant } from '../../kernel/time.js';
import { Histogram } from '../../math/histogram.js';
import {
  type ConcurrencyLimit,
  type ConcurrencySample,
  defineConcurrencyLimit,
  ordered,
} from '../concurrency-limit.js';

interface Manner {
  readonly min: number;
  readonly max: number;
  readonly percentile: number;
  readonly requests: number;
  readonly jitter: number;
  readonly buffer: number;
  readonly update: Duration;
  readonly recalibrate: Duration;
}

/** Windows in a row at the least limit after which the ideal time is measured anew. */
const STUCK = 5;

class EnvoyGradient implements ConcurrencyLimit {
  private current: number;
  /** The limit to come back to after the ideal time has been measured. */
  private deferred: number;
  private ideal: Duration = 0;
  private measuring = true;
  private epoch: Instant = 0;
  private updateAt: Instant = 0;
  private recalibrateAt: Instant = 0;
  private stuck = 0;
  private readonly samples = new Histogram();

  constructor(private readonly manner: Manner) {
    this.current = manner.min;
    this.deferred = manner.min;
  }

  limit(now: Instant): number {
    this.catchUp(now);
    return this.current;
  }

  sample({ startedAt, took, u }: ConcurrencySample, now: Instant): void {
    this.catchUp(now);
    if (startedAt < this.epoch) return;
    this.samples.record(took);
    if (this.measuring && this.samples.count >= this.manner.requests) this.measured(now, u);
  }

  /** Does what its timers would have done meanwhile. */
  private catchUp(now: Instant): void {
    while (!this.measuring && Math.min(this.updateAt, this.recalibrateAt) <= now) {
      if (this.recalibrateAt <= this.updateAt) this.measure(this.recalibrateAt);
      else {
        const at = this.updateAt;
        this.updateAt += this.manner.update;
        if (this.samples.count > 0) this.adapt();
        // Nothing to learn from the windows in which nobody called.
        else this.updateAt += Math.floor((now - at) / this.manner.update) * this.manner.update;
        if (this.stuck >= STUCK) this.measure(at);
      }
    }
  }

  private measure(at: Instant): void {
    this.measuring = true;
    this.epoch = at;
    this.deferred = this.current;
    this.stuck = 0;
    this.current = this.manner.min;
    this.samples.clear();
  }

  private measured(now: Instant, u: number): void {
    const { percentile, update, recalibrate, jitter } = this.manner;
    this.ideal = this.samples.quantile(percentile);
    this.samples.clear();
    this.measuring = false;
    this.current = this.deferred;
    this.updateAt = now + update;
    this.recalibrateAt = now + recalibrate + Math.floor(recalibrate * jitter * u);
  }

  private adapt(): void {
    const { percentile, buffer, min, max } = this.manner;
    const present = Math.max(1, this.samples.quantile(percentile));
    this.samples.clear();
    const gradient = Math.max(0.5, Math.min(2, (this.ideal * (1 + buffer)) / present));
    const limit = this.current * gradient;
    const next = Math.max(min, Math.min(max, Math.trunc(limit + Math.sqrt(limit))));
    this.stuck = next === min && this.current === min ? this.stuck + 1 : 0;
    this.current = next;
  }
}

export const envoyGradient = defineConcurrencyLimit({
  kind: 'envoy-gradient',
  summary:
    'Measures now and then, with few calls under way, how fast the callee can be, and follows the ratio to how fast it is.',
  source: 'Envoy adaptive concurrency filter, gradient controller (AC6)',
  options: {
    min: integer({ doc: 'The limit while it measures, and never fewer.', default: 3, min: 1 }),
    max: integer({ doc: 'Never more.', default: 1000, min: 1 }),
    percentile: share({ doc: 'The time that stands for all of a window.', default: '50%' }),
    requests: integer({ doc: 'Answers that make a measurement.', default: 50, min: 1 }),
    update: duration({ doc: 'The limit is set so often.', default: '100ms', min: '1us' }),
    recalibrate: duration({ doc: 'It measures anew so often.', default: '60s', min: '1us' }),
    jitter: share({ doc: 'What is added to that at random, at most.', default: '15%' }),
    buffer: share({ doc: 'How much slower than ideal is still well.', default: '25%', max: 10 }),
  },
  check: ordered,
  create: (manner) => new EnvoyGradient(manner),
});
