import { choice, duration } from '../../catalogue/scalars.js';
import { type Duration, type Instant, SECOND } from '../../kernel/time.js';
import { TokenBucket } from '../../primitives/token-bucket.js';
import { defineLimiter, type Limiter } from '../limiter.js';

/** A token short by a billionth is a token: a refill is a sum of roundings. */
const WHOLE = 1 - 1e-9;

/** A bucket that is refilled at ticks of the clock, by what has come together since the last one. */
class TickedBucket implements Limiter {
  private ticks = 0;

  constructor(
    private readonly tick: Duration,
    private readonly perTick: number,
    private readonly burst: number,
    private tokens: number,
  ) {}

  ask(now: Instant, limit: Duration): Duration | null {
    const ticks = Math.floor(now / this.tick);
    this.tokens = Math.min(this.burst, this.tokens + (ticks - this.ticks) * this.perTick);
    this.ticks = ticks;
    const missing = WHOLE - this.tokens;
    const wait = missing <= 0 ? 0 : this.tick * (ticks + Math.ceil(missing / this.perTick)) - now;
    if (wait > limit) return null;
    this.tokens -= 1;
    return wait;
  }

  get asNewFrom(): Instant {
    return this.tick * (this.ticks + Math.ceil((this.burst - this.tokens) / this.perTick) + 1);
  }
}

export const tokenBucket = defineLimiter({
  kind: 'token-bucket',
  summary: 'Takes a token of a bucket of `burst` that fills at the `rate`.',
  source:
    'Turner, IEEE Communications 24(10), 1986; Guava RateLimiter, Envoy; limiter 4 TokenBucket',
  options: {
    tick: duration({
      doc: 'Tokens come together at each tick of the clock, so far apart; without, one by one as time passes.',
      min: '1us',
      optional: true,
      source: 'Linux tc tbf; Envoy fill_interval',
    }),
    starts: choice(['full', 'empty'], {
      doc: 'The bucket at the start; empty as in the npm package limiter.',
      default: 'full',
    }),
  },
  waits: true,
  create({ tick, starts }, { rate, burst }) {
    const tokens = starts === 'full' ? burst : 0;
    if (tick !== undefined) {
      return new TickedBucket(tick, (rate * tick) / SECOND, burst, tokens);
    }
    const bucket = new TokenBucket(rate, burst, tokens);
    return {
      ask(now, limit) {
        if (limit > 0) return bucket.reserve(now, limit);
        return bucket.tryTake(now) ? 0 : null;
      },
      get asNewFrom() {
        return bucket.fullFrom;
      },
    };
  },
});
