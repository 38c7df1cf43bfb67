import { integer, number, share } from '../../catalogue/scalars.js';
import { defineConcurrencyLimit } from '../concurrency-limit.js';

/** Whole powers of ten in a limit, but at least one. */
function magnitude(limit: number): number {
  let power = 0;
  for (let rest = Math.trunc(limit); rest >= 10; rest = Math.trunc(rest / 10)) power++;
  return Math.max(1, power);
}

export const vegas = defineConcurrencyLimit({
  kind: 'vegas',
  summary:
    'Estimates from the shortest and the present time how many calls stand in a queue, and keeps these few.',
  source: 'Brakmo and Peterson, TCP Vegas, 1994; Netflix concurrency-limits 0.5 VegasLimit (AC1)',
  options: {
    initial: integer({ doc: 'The limit at the start.', default: 20, min: 1 }),
    max: integer({ doc: 'Never more.', default: 1000, min: 1 }),
    smoothing: share({ doc: 'How far it moves to its new value.', default: '100%' }),
    'probe-after': number({
      doc: 'The shortest time is measured anew after so many times the limit, of which half is random.',
      default: 30,
      min: 1,
      max: 1_000_000,
      source: 'concurrency-limits probeMultiplier',
    }),
  },
  create({ initial, max, smoothing, 'probe-after': probeAfter }) {
    let estimate = initial;
    let shortest = 0;
    let sampled = 0;
    let jitter = 0;
    const target = (queue: number): number => {
      const step = magnitude(estimate);
      if (queue <= step) return estimate + 6 * step;
      if (queue < 3 * step) return estimate + step;
      return queue > 6 * step ? estimate - step : estimate;
    };
    const move = (to: number) => {
      const bounded = Math.max(1, Math.min(max, to));
      estimate = (1 - smoothing) * estimate + smoothing * bounded;
    };
    return {
      limit: () => Math.trunc(estimate),
      sample({ took, inFlight, ended, u }) {
        if (ended === 'ignored') return;
        if (sampled === 0) jitter = 0.5 + u / 2;
        sampled++;
        if (sampled >= jitter * probeAfter * estimate) {
          sampled = 0;
          shortest = took;
        } else if (shortest === 0 || took < shortest) shortest = took;
        else if (ended === 'dropped') move(estimate - magnitude(estimate));
        else if (inFlight * 2 >= estimate) {
          move(target(Math.ceil(estimate * (1 - shortest / took))));
        }
      },
    };
  },
});
