import { duration, number, share } from '../../catalogue/scalars.js';
import { MILLISECOND, SECOND } from '../../kernel/time.js';
import type { Counts } from '../../primitives/window.js';
import { defineTrip } from '../trip.js';

interface Sample extends Counts {
  startedAt: number;
}

export const sampling = defineTrip({
  kind: 'sampling',
  summary:
    'Opens when more than a share of the calls of the last windows failed, if there were enough. A window is left with a call, and for the next one only: a time without calls forgets nothing.',
  source: 'cockatiel 3 SamplingBreaker (C8, C9)',
  options: {
    failures: share({
      doc: 'Share of failures above which it opens.',
      min: '0.1%',
      default: '50%',
    }),
    span: duration({ doc: 'How far back.', default: '30s', min: '1ms' }),
    'minimum-rate': number({
      doc: 'Calls per second over the whole span that are enough; without, 5 over the share.',
      optional: true,
      min: 0,
    }),
  },
  shorthand: 'span',
  create({ failures, span, 'minimum-rate': rate = 5 / failures }) {
    const length = Math.max(5, Math.ceil(span / SECOND));
    const width = Math.round(span / length / MILLISECOND) * MILLISECOND;
    const samples = Array.from({ length }, () => ({
      total: 0,
      failed: 0,
      slow: 0,
      startedAt: Number.NEGATIVE_INFINITY,
    }));
    const enough = (width * length * rate) / SECOND;
    let current = 0;
    let total = 0;
    let failed = 0;
    const moveOn = (now: number): Sample => {
      current = (current + 1) % length;
      const sample = samples[current] as Sample;
      total -= sample.total;
      failed -= sample.failed;
      sample.total = 0;
      sample.failed = 0;
      sample.startedAt = now;
      return sample;
    };
    return {
      minimum: Number.POSITIVE_INFINITY,
      record(ok, _, now) {
        let sample = samples[current] as Sample;
        if (now - sample.startedAt >= width) sample = moveOn(now);
        sample.total++;
        total++;
        if (ok) return false;
        sample.failed++;
        failed++;
        return total >= enough && failed > failures * total;
      },
      stillIll: (_, bad) => bad > 0,
      isSlow: () => false,
      reset() {
        total = 0;
        failed = 0;
        for (const sample of samples) {
          sample.total = 0;
          sample.failed = 0;
          sample.startedAt = Number.NEGATIVE_INFINITY;
        }
      },
    };
  },
});
