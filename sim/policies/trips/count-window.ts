import { integer } from '../../catalogue/scalars.js';
import { CountWindow } from '../../primitives/window.js';
import { defineTrip } from '../trip.js';
import { mayDecide, RATE_FIELDS, reaches } from './rates.js';

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
  create(options) {
    const window = new CountWindow(options.calls);
    const minimum = Math.min(options.minimum, options.calls);
    const slowerThan = options['slower-than'];
    const knowsEnough = () => window.total >= minimum;
    const isSlow = (took: number) => took > slowerThan;
    return {
      minimum,
      record(ok, took) {
        const slow = isSlow(took);
        const decided = knowsEnough();
        window.record(!ok, slow);
        // Where enough was known before, good news makes no share larger.
        if (ok && !slow && decided) return false;
        return knowsEnough() && mayDecide(ok, options) && reaches(window, options);
      },
      stillIll: (total, failed, slow) => reaches({ total, failed, slow }, options),
      isSlow,
      reset: () => window.clear(),
    };
  },
});
