import { duration, integer, share } from '../../catalogue/scalars.js';
import { MILLISECOND } from '../../kernel/time.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineTrip } from '../trip.js';

export const rolling = defineTrip({
  kind: 'rolling',
  summary:
    'Opens when more than a share of the calls that arrived lately have failed. Calls that it turned away have arrived too, and make the share smaller.',
  source: 'opossum 9 (O1, O2, O5, O10): buckets that roll from the start of the caller',
  options: {
    span: duration({
      doc: 'How far back.',
      default: '10s',
      min: '1ms',
      source: 'opossum rollingCountTimeout',
    }),
    buckets: integer({
      doc: 'Parts of the span; the oldest is forgotten at a time.',
      default: 10,
      min: 1,
      max: 10_000,
      source: 'opossum rollingCountBuckets',
    }),
    volume: integer({
      doc: 'Calls that must have arrived before anything is decided.',
      default: 0,
      source: 'opossum volumeThreshold',
    }),
    failures: share({
      doc: 'Share of failures above which it opens.',
      default: '50%',
      source: 'opossum errorThresholdPercentage',
    }),
    'warm-up': duration({
      doc: 'From the start of the caller, the time in which it never opens.',
      default: '0s',
      source: 'opossum allowWarmUp: false',
    }),
  },
  shorthand: 'span',
  create({ span, buckets, volume, failures, 'warm-up': warmUp }) {
    const width = Math.max(1, Math.floor(span / buckets / MILLISECOND)) * MILLISECOND;
    const window = new TimeWindow(buckets, width);
    return {
      minimum: Number.POSITIVE_INFINITY,
      arrived: (now) => window.count(now, 1, 0, 0),
      record(ok, _, now) {
        window.count(now, 0, ok ? 0 : 1, 0);
        if (ok || now < warmUp || window.total < volume) return false;
        // Compared as opossum does, in percent: exactly half is not more than half.
        return (window.failed / window.total) * 100 > failures * 100;
      },
      stillIll: (total, failed) => failed > failures * total,
      isSlow: () => false,
      reset: () => window.clear(),
    };
  },
});
