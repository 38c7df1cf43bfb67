import { integer } from '../../catalogue/scalars.js';
import { SECOND } from '../../kernel/time.js';
import { defineLimiter } from '../limiter.js';

export const gcra = defineLimiter({
  kind: 'gcra',
  summary:
    'The generic cell rate algorithm: one instant, at which the next call is due, is all it remembers.',
  source: 'ITU-T I.371 (virtual scheduling); redis-cell CL.THROTTLE',
  options: {
    burst: integer({
      doc: 'Calls that may come before they are due, beyond the first.',
      default: 0,
      max: 1_000_000_000,
      source: 'redis-cell max_burst',
    }),
  },
  shorthand: 'burst',
  waits: true,
  create({ burst }, { rate }) {
    const interval = SECOND / rate;
    const tolerance = interval * (burst + 1);
    let due = 0;
    return {
      ask(now, limit) {
        const next = Math.max(now, due) + interval;
        const early = next - tolerance - now;
        // The interval need not be whole, but the clock's instants are: two calls in turn may be one too close.
        const wait = early <= 1 ? 0 : Math.ceil(early - 0.5);
        if (wait > limit) return null;
        due = next;
        return wait;
      },
      get asNewFrom() {
        return due;
      },
    };
  },
});
