import { choice, duration } from '../../catalogue/scalars.js';
import { callsPer, defineLimiter, wholeCalls } from '../limiter.js';

export const slidingLog = defineLimiter({
  kind: 'sliding-log',
  summary: 'Remembers when calls came: exact in every window, at the price of a memory of one.',
  source: 'sorted sets in Redis: Figma, An alternative approach to rate limiting, 2017',
  options: {
    window: duration({ doc: 'How far back it looks.', default: '1s', min: '1us' }),
    counts: choice(['accepted', 'all'], {
      doc: 'Calls that are remembered; with all, a client that keeps asking keeps itself out.',
      default: 'accepted',
    }),
  },
  shorthand: 'window',
  waits: false,
  objection: wholeCalls,
  create({ window, counts }, { rate }) {
    const calls = callsPer(window, rate);
    /** The last calls, as many as may pass in a window; the oldest is the next to be forgotten. */
    const times = new Float64Array(calls).fill(Number.NEGATIVE_INFINITY);
    let oldest = 0;
    let latest = 0;
    return {
      ask(now) {
        const passes = (times[oldest] as number) <= now - window;
        if (passes || counts === 'all') {
          times[oldest] = now;
          latest = now;
          oldest = (oldest + 1) % calls;
        }
        return passes ? 0 : null;
      },
      get asNewFrom() {
        return latest + window;
      },
    };
  },
});
