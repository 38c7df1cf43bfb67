import { duration, integer } from '../../catalogue/scalars.js';
import { SECOND } from '../../kernel/time.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineTrip } from '../trip.js';
import { mayDecide, RATE_FIELDS, reaches } from './rates.js';

export const timeWindow = defineTrip({
  kind: 'time-window',
  summary: 'Opens when too many calls of the last seconds failed or were slow.',
  source: 'resilience4j TIME_BASED (R1-R3): buckets of one second aligned to the clock',
  options: {
    span: duration({
      doc: 'How far back, in whole seconds.',
      default: '10s',
      min: '1s',
      max: '1h',
    }),
    minimum: integer({
      doc: 'Calls that must be known before anything is decided.',
      default: 20,
      min: 1,
      source: 'Hystrix requestVolumeThreshold',
    }),
    ...RATE_FIELDS,
  },
  shorthand: 'span',
  create(options) {
    const window = new TimeWindow(Math.ceil(options.span / SECOND), SECOND);
    const isSlow = (took: number) => took > options['slower-than'];
    return {
      minimum: options.minimum,
      record(ok, took, now) {
        window.count(now, 1, ok ? 0 : 1, isSlow(took) ? 1 : 0);
        return (
          window.total >= options.minimum && mayDecide(ok, options) && reaches(window, options)
        );
      },
      stillIll: (total, failed, slow) => reaches({ total, failed, slow }, options),
      isSlow,
      reset: () => window.clear(),
    };
  },
});
