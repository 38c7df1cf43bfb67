import { choice, duration, flag } from '../../catalogue/scalars.js';
import { type Duration, type Instant, MILLISECOND } from '../../kernel/time.js';
import { callsPer, defineLimiter, type Limiter, wholeCalls } from '../limiter.js';

interface Manner {
  readonly window: Duration;
  readonly starts: 'clock' | 'first-call';
  readonly evenly: boolean;
  readonly 'block-for'?: Duration;
}

class FixedWindow implements Limiter {
  private count = 0;
  private endsAt: Instant = 0;

  constructor(
    private readonly calls: number,
    private readonly manner: Manner,
  ) {}

  ask(now: Instant): Duration | null {
    const isFirst = now >= this.endsAt;
    if (isFirst) this.begin(now);
    this.count++;
    if (this.count > this.calls) {
      const { 'block-for': blockFor } = this.manner;
      // Only the first one too many starts the block: further ones do not extend it.
      if (blockFor !== undefined && this.count === this.calls + 1) this.endsAt = now + blockFor;
      return null;
    }
    return this.manner.evenly && !isFirst ? this.spread(now) : 0;
  }

  get asNewFrom(): Instant {
    return this.endsAt;
  }

  private begin(now: Instant): void {
    const { window, starts } = this.manner;
    this.count = 0;
    this.endsAt = (starts === 'clock' ? Math.floor(now / window) * window : now) + window;
  }

  /** An equal part of what is left of the window for every call that may still come. */
  private spread(now: Instant): Duration {
    const left = (this.endsAt - now) / MILLISECOND;
    const wait = Math.ceil(left / (this.calls - this.count + 2));
    const least = Math.ceil(this.manner.window / MILLISECOND / this.calls);
    return (wait < least ? this.count * least : wait) * MILLISECOND;
  }
}

export const fixedWindow = defineLimiter({
  kind: 'fixed-window',
  summary:
    'Counts calls in windows that follow one another: around the edge of two, twice as many may pass.',
  source: 'Kong rate-limiting (by the clock); rate-limiter-flexible 11 (from the first call)',
  options: {
    window: duration({ doc: 'How long one is.', default: '1s', min: '1ms' }),
    starts: choice(['clock', 'first-call'], {
      doc: 'Windows are those of the clock, or begin with the first call after the last one ended.',
      default: 'clock',
    }),
    'block-for': duration({
      doc: 'The first call too many closes the door for so long, instead of to the end of the window.',
      optional: true,
      min: '1ms',
      source: 'rate-limiter-flexible blockDuration',
    }),
    evenly: flag({
      doc: 'Calls after the first of a window wait, so that those that may still come are spread over it.',
      default: false,
      source: 'rate-limiter-flexible execEvenly',
    }),
  },
  shorthand: 'window',
  waits: false,
  objection: wholeCalls,
  create: (manner, { rate }) => new FixedWindow(callsPer(manner.window, rate), manner),
});
