import { duration, integer, share } from '../../catalogue/scalars.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineTrip } from '../trip.js';

export const healthTicks = defineTrip({
  kind: 'health-ticks',
  summary:
    'Looks at the calls of a rolling window at fixed ticks, and never in between: after a tick it opens when too many failed.',
  source: 'Hystrix 1.5 HealthCountsStream (H1, H2)',
  options: {
    span: duration({
      doc: 'How far back, in whole ticks.',
      default: '10s',
      min: '1ms',
      source: 'Hystrix metrics.rollingStats.timeInMilliseconds',
    }),
    every: duration({
      doc: 'From tick to tick.',
      default: '500ms',
      min: '1ms',
      source: 'Hystrix metrics.healthSnapshot.intervalInMilliseconds',
    }),
    minimum: integer({
      doc: 'Calls that must be known before anything is decided.',
      default: 20,
      min: 1,
      source: 'Hystrix circuitBreaker.requestVolumeThreshold',
    }),
    failures: share({
      doc: 'Share of failures from which on it opens; the share found is cut off to whole percent.',
      default: '50%',
      source: 'Hystrix circuitBreaker.errorThresholdPercentage',
    }),
  },
  shorthand: 'span',
  create({ span, every, minimum, failures }) {
    // Only what was counted up to a tick is seen at it: the bucket that begins with it is still empty.
    const window = new TimeWindow(Math.ceil(span / every) + 1, every);
    let since = 0;
    const isIll = (failed: number, total: number) =>
      Math.floor((failed / total) * 100) >= failures * 100;
    return {
      minimum,
      record(ok, _, now) {
        window.count(now - since, 1, ok ? 0 : 1, 0);
        return false;
      },
      stillIll: (total, failed) => isIll(failed, total),
      isSlow: () => false,
      reset(now) {
        window.clear();
        since = now;
      },
      clock: {
        next(now) {
          if (window.total === 0) return null;
          return since + (Math.floor((now - since) / every) + 1) * every;
        },
        decide(now) {
          window.moveTo(now - since);
          return window.total >= minimum && isIll(window.failed, window.total);
        },
      },
    };
  },
});
