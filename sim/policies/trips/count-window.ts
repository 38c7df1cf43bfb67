import { integer } from '../../catalogue/scalars.js';
import type { Duration } from '../../kernel/time.js';
import { CountWindow } from '../../primitives/window.js';
import { defineTrip, type Trip } from '../trip.js';
import { mayDecide, RATE_FIELDS, reaches, type Thresholds } from './rates.js';

interface CountOptions extends Thresholds {
  readonly calls: number;
  readonly minimum: number;
}

/** A class, not closures: each copy of each caller has one. */
class CountTrip implements Trip {
  readonly minimum: number;
  private readonly window: CountWindow;

  constructor(private readonly options: CountOptions) {
    this.minimum = Math.min(options.minimum, options.calls);
    this.window = new CountWindow(options.calls);
  }

  record(ok: boolean, took: Duration): boolean {
    const { options, window } = this;
    const slow = this.isSlow(took);
    const decided = this.knowsEnough;
    window.record(!ok, slow);
    // Where enough was known before, good news makes no share larger.
    if (ok && !slow && decided) return false;
    return this.knowsEnough && mayDecide(ok, options) && reaches(window, options);
  }

  private get knowsEnough(): boolean {
    return this.window.total >= this.minimum;
  }

  stillIll(total: number, failed: number, slow: number): boolean {
    return reaches({ total, failed, slow }, this.options);
  }

  isSlow(took: Duration): boolean {
    return took > this.options['slower-than'];
  }

  reset(): void {
    this.window.clear();
  }
}

export const countWindow = defineTrip({
  kind: 'count-window',
  summary: 'Opens when too many of the last calls failed or were slow.',
  source: 'resilience4j COUNT_BASED (R1-R3); strictly and on failures: cockatiel CountBreaker (C7)',
  options: {
    calls: integer({
      doc: 'How many calls are remembered.',
      default: 100,
      min: 1,
      max: 1_000_000,
      source: 'resilience4j slidingWindowSize',
    }),
    minimum: integer({
      doc: 'Calls that must be known before anything is decided; at most `calls`.',
      default: 100,
      min: 1,
      source: 'resilience4j minimumNumberOfCalls',
    }),
    ...RATE_FIELDS,
  },
  shorthand: 'calls',
  create: (options) => new CountTrip(options),
});
