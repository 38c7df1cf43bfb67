import { choice, duration } from '../../catalogue/scalars.js';
import { callsPer, defineLimiter, wholeCalls } from '../limiter.js';

export const slidingCounter = defineLimiter({
  kind: 'sliding-counter',
  summary:
    'Two counters: the calls of this window, and those of the last one as far as it still overlaps.',
  source: 'Kong rate-limiting library, sliding_window; Cloudflare, Counting things, 2017',
  options: {
    window: duration({ doc: 'How long one is.', default: '1m', min: '1us' }),
    resolution: duration({
      doc: 'The overlap is looked up so often; Kong reads a clock of whole seconds.',
      default: '1s',
      min: '1ns',
      source: 'Kong ngx.time',
    }),
    counts: choice(['all', 'accepted'], {
      doc: 'Calls that are counted; Kong counts before it decides.',
      default: 'all',
      source: 'Kong increment',
    }),
  },
  shorthand: 'window',
  waits: false,
  objection: wholeCalls,
  create({ window, resolution, counts }, { rate }) {
    const calls = callsPer(window, rate);
    let index = 0;
    let current = 0;
    let previous = 0;
    return {
      ask(now) {
        const time = Math.floor(now / resolution) * resolution;
        const turn = Math.floor(time / window);
        if (turn > index) {
          previous = turn === index + 1 ? current : 0;
          current = 0;
          index = turn;
        }
        const overlap = (window - (time % window)) / window;
        const passes = current + 1 + previous * overlap <= calls;
        if (passes || counts === 'all') current++;
        return passes ? 0 : null;
      },
      get asNewFrom() {
        return (index + 2) * window + resolution;
      },
    };
  },
});
