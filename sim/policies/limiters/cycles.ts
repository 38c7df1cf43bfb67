import { duration } from '../../catalogue/scalars.js';
import { callsPer, defineLimiter, wholeCalls } from '../limiter.js';

export const cycles = defineLimiter({
  kind: 'cycles',
  summary:
    'Gives permits out at the start of each cycle; a call may reserve one of a later cycle and wait for it.',
  source: 'resilience4j 2.4 AtomicRateLimiter',
  options: {
    window: duration({
      doc: 'How long a cycle is, from the start of the run; its permits are those that the rate allows in it.',
      default: '1s',
      min: '1ns',
      source: 'resilience4j limitRefreshPeriod (500 ns by default)',
    }),
  },
  shorthand: 'window',
  waits: true,
  objection: wholeCalls,
  create({ window }, { rate }) {
    const calls = callsPer(window, rate);
    let cycle = 0;
    let permits = calls;
    return {
      ask(now, limit) {
        const current = Math.floor(now / window);
        permits = Math.min(calls, permits + (current - cycle) * calls);
        cycle = current;
        if (permits < 1) {
          const further = Math.max(0, Math.ceil((1 - permits - calls) / calls));
          const wait = (current + 1 + further) * window - now;
          if (wait > limit) return null;
          permits -= 1;
          return wait;
        }
        permits -= 1;
        return 0;
      },
      get asNewFrom() {
        return (cycle + Math.ceil((calls - permits) / calls)) * window;
      },
    };
  },
});
