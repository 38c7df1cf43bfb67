import { duration, share } from '../../catalogue/scalars.js';
import type { Instant } from '../../kernel/time.js';
import { Histogram } from '../../math/histogram.js';
import { defineHedgeDelay } from '../hedge-delay.js';

/** A window is three histograms, of which the oldest is forgotten as the newest begins. */
const SLICES = 3;

export const percentile = defineHedgeDelay({
  kind: 'percentile',
  summary:
    'As long as a share of the recent answers took: of those slower than that, each gets a copy.',
  source: 'Dean and Barroso, CACM 56(2), 2013; Finagle 24.5 BackupRequestFilter',
  options: {
    share: share({ doc: 'The share of the answers that come without a copy.', max: '99.99%' }),
    window: duration({
      doc: 'Answers that count, in three slices.',
      default: '30s',
      min: '3us',
      source: 'Finagle WindowedPercentileHistogram (3 of 10 s)',
    }),
    refresh: duration({
      doc: 'The percentile is looked up so often.',
      default: '3s',
      min: '1us',
      source: 'Finagle BackupRequestFilter',
    }),
    least: duration({ doc: 'Never shorter than this.', default: '1ms', source: 'Finagle' }),
  },
  shorthand: 'share',
  create({ share: part, window, refresh, least }) {
    const slice = Math.floor(window / SLICES);
    const slices = Array.from({ length: SLICES }, () => new Histogram());
    let newest = 0;
    let lookedUpAt = -refresh;
    let delay = least;
    const moveTo = (now: Instant) => {
      const index = Math.floor(now / slice);
      const missed = Math.min(SLICES, index - newest);
      for (let n = 0; n < missed; n++) slices[(index - n) % SLICES]?.clear();
      newest = index;
    };
    const lookUp = (now: Instant) => {
      moveTo(now);
      lookedUpAt = now;
      const all = new Histogram();
      for (const each of slices) all.merge(each);
      delay = Math.max(least, Math.floor(all.quantile(part)));
    };
    return {
      delay(now) {
        if (now - lookedUpAt >= refresh) lookUp(now);
        return delay;
      },
      answered(took, _, now) {
        moveTo(now);
        slices[newest % SLICES]?.record(took);
      },
    };
  },
});
