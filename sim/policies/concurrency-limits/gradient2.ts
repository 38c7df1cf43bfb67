import { integer, number, share } from '../../catalogue/scalars.js';
import { defineConcurrencyLimit, ordered } from '../concurrency-limit.js';

/** Samples whose plain mean starts the long average off. */
const START = 10;

export const gradient2 = defineConcurrencyLimit({
  kind: 'gradient2',
  summary:
    'Shrinks as the present time exceeds the average of a long while, and leaves room for a short queue.',
  source: 'Netflix concurrency-limits 0.5 Gradient2Limit (AC2)',
  options: {
    initial: integer({ doc: 'The limit at the start.', default: 20, min: 1 }),
    min: integer({ doc: 'Never fewer.', default: 20, min: 1 }),
    max: integer({ doc: 'Never more.', default: 200, min: 1 }),
    smoothing: share({ doc: 'How far it moves to its new value.', default: '20%' }),
    queue: integer({ doc: 'Calls that may stand in a queue.', default: 4 }),
    tolerance: number({
      doc: 'How many times the long average a call may take before the limit shrinks.',
      default: 1.5,
      min: 1,
      max: 1000,
    }),
    window: integer({ doc: 'Samples of the long average.', default: 600, min: 1 }),
  },
  check: ordered,
  create({ initial, min, max, smoothing, queue, tolerance, window }) {
    let estimate = initial;
    let samples = 0;
    let sum = 0;
    let long = 0;
    const average = (took: number) => {
      if (samples < START) {
        sum += took;
        long = sum / ++samples;
      } else long += (2 / (window + 1)) * (took - long);
      return long;
    };
    return {
      limit: () => Math.trunc(estimate),
      sample({ took, inFlight, ended }) {
        if (ended === 'ignored') return;
        const before = average(took);
        // After an overload the average comes down faster than it would by itself.
        if (before / took > 2) long *= 0.95;
        if (inFlight < estimate / 2) return;
        const gradient = Math.max(0.5, Math.min(1, (tolerance * before) / took));
        const next = estimate * (1 - smoothing) + smoothing * (estimate * gradient + queue);
        estimate = Math.max(min, Math.min(max, next));
      },
    };
  },
});
