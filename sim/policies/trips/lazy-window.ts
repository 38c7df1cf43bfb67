import { duration, integer, share } from '../../catalogue/scalars.js';
import { Deque } from '../../primitives/deque.js';
import { defineTrip } from '../trip.js';

interface Part {
  readonly startedAt: number;
  total: number;
  failed: number;
}

/** Parts of a window (Polly RollingHealthMetrics). */
const PARTS = 10;

export const lazyWindow = defineTrip({
  kind: 'lazy-window',
  summary:
    'Opens when a share of the calls of the last time failed; the tenth parts of that time begin with a call, not with the clock.',
  source: 'Polly 8 RollingHealthMetrics (P1, P2)',
  options: {
    span: duration({
      doc: 'How far back.',
      default: '30s',
      min: '500ms',
      source: 'Polly SamplingDuration',
    }),
    minimum: integer({
      doc: 'Calls that must be known before anything is decided.',
      default: 100,
      min: 2,
      source: 'Polly MinimumThroughput',
    }),
    failures: share({
      doc: 'Share of failures from which on it opens.',
      default: '10%',
      source: 'Polly FailureRatio',
    }),
  },
  shorthand: 'span',
  create({ span, minimum, failures }) {
    const parts = new Deque<Part>();
    let newest: Part | null = null;
    let total = 0;
    let failed = 0;
    const moveTo = (now: number): Part => {
      if (newest === null || now - newest.startedAt >= span / PARTS) {
        newest = { startedAt: now, total: 0, failed: 0 };
        parts.push(newest);
      }
      while (now - (parts.at(0) as Part).startedAt >= span) {
        const oldest = parts.shift() as Part;
        total -= oldest.total;
        failed -= oldest.failed;
      }
      return newest;
    };
    return {
      minimum,
      record(ok, _, now) {
        const part = moveTo(now);
        part.total++;
        total++;
        if (ok) return false;
        part.failed++;
        failed++;
        return total >= minimum && failed >= failures * total;
      },
      stillIll: (probes, bad) => bad >= failures * probes,
      isSlow: () => false,
      reset() {
        while (parts.length > 0) parts.shift();
        newest = null;
        total = 0;
        failed = 0;
      },
    };
  },
});
