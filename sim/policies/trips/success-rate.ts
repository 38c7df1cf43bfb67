import { duration, integer, share } from '../../catalogue/scalars.js';
import { exp } from '../../math/arithmetic.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineTrip } from '../trip.js';

/** Slices of the window that counts requests (Finagle WindowedAdder). */
const SLICES = 5;

export const successRate = defineTrip({
  kind: 'success-rate',
  summary:
    'Opens when the moving average of successes falls below a share, or after so many failures in a row. An older answer weighs less, by the time since.',
  source: 'Finagle 24.5 FailureAccrualPolicy.hybrid (FA1, FA3)',
  options: {
    required: share({
      doc: 'Share of successes below which it opens.',
      default: '80%',
      source: 'Finagle FailureAccrualFactory.DefaultSuccessRate',
    }),
    window: duration({
      doc: 'The time after which an answer weighs 1/e; before it has passed once nothing is decided by the average.',
      default: '30s',
      min: '1ms',
      source: 'Finagle DefaultSuccessRateWindow',
    }),
    minimum: integer({
      doc: 'Calls within the window for the average to count.',
      default: 5,
      min: 1,
      source: 'Finagle DefaultMinimumRequestThreshold',
    }),
    'in-a-row': integer({
      doc: 'Failures in a row that open it in any case.',
      default: 5,
      min: 1,
      source: 'Finagle DefaultConsecutiveFailures',
    }),
  },
  shorthand: 'required',
  create({ required, window: span, minimum, 'in-a-row': limit }) {
    const recent = new TimeWindow(SLICES, Math.ceil(span / SLICES));
    let since = 0;
    let average = 1;
    let updatedAt = -1;
    let row = 0;
    const update = (value: number, now: number) => {
      const weight = updatedAt < 0 ? 0 : exp((updatedAt - now) / span);
      average = value * (1 - weight) + average * weight;
      updatedAt = now;
    };
    return {
      minimum: Number.POSITIVE_INFINITY,
      record(ok, _, now) {
        recent.count(now, 1, 0, 0);
        update(ok ? 1 : 0, now);
        row = ok ? 0 : row + 1;
        if (ok) return false;
        const isLow = now - since >= span && recent.total >= minimum && average < required;
        return isLow || row >= limit;
      },
      stillIll: (_, failed) => failed > 0,
      isSlow: () => false,
      reset(now) {
        recent.clear();
        since = now;
        average = 1;
        updatedAt = -1;
        row = 0;
      },
    };
  },
});
