import { duration } from '../../catalogue/scalars.js';
import { TokenBucket } from '../../primitives/token-bucket.js';
import { callsPer, defineLimiter, wholeCalls } from '../limiter.js';

export const cappedBucket = defineLimiter({
  kind: 'capped-bucket',
  summary:
    'A full bucket of one window, of which no more than one window may be spent in any one: a burst is not followed by another.',
  source: 'limiter 4 RateLimiter',
  options: {
    window: duration({
      doc: 'One begins with the first call after the last one ended.',
      default: '1s',
      min: '1us',
    }),
  },
  shorthand: 'window',
  waits: false,
  objection: wholeCalls,
  create({ window }, { rate }) {
    const calls = callsPer(window, rate);
    const bucket = new TokenBucket(rate, calls, calls);
    let startedAt = 0;
    let spent = 0;
    return {
      ask(now) {
        if (now - startedAt >= window) {
          startedAt = now;
          spent = 0;
        }
        if (spent === calls || !bucket.tryTake(now)) return null;
        spent++;
        return 0;
      },
      get asNewFrom() {
        return Math.max(startedAt + window, bucket.fullFrom);
      },
    };
  },
});
