import { duration, rate, share } from '../../catalogue/scalars.js';
import { SECOND } from '../../kernel/time.js';
import { exp } from '../../math/arithmetic.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineAdmissionRule, takenOn } from '../admission-rule.js';

export const nacks = defineAdmissionRule({
  kind: 'nacks',
  summary:
    'Turns calls away once more than half were turned away by the callee, by a moving average in which older answers weigh less.',
  source: 'Finagle 24.5 NackAdmissionFilter (S6)',
  options: {
    threshold: share({
      doc: 'Share of calls taken on below which calls are turned away.',
      default: '50%',
      min: '1%',
      source: 'Finagle acceptRateThreshold',
    }),
    window: duration({
      doc: 'The time after which an answer weighs 1/e.',
      default: '2m',
      min: '1ms',
      source: 'Finagle window',
    }),
    'least-rate': rate({
      doc: 'Below this rate nothing is turned away, and the average recovers.',
      default: '5/s',
      source: 'Finagle, 5 requests per second',
    }),
    most: share({
      doc: 'The highest probability of being turned away.',
      default: '75%',
      source: 'Finagle maxDropProbability',
    }),
  },
  shorthand: 'threshold',
  accepts: takenOn,
  create({ threshold, window: span, 'least-rate': leastRate, most }) {
    const lastSecond = new TimeWindow(10, SECOND / 10);
    let average = 1;
    let updatedAt = 0;
    const isBusy = () => lastSecond.total >= leastRate;
    return {
      rejection(now) {
        lastSecond.count(now, 1, 0, 0);
        if (!isBusy() || average >= threshold) return 0;
        return Math.min(most, 1 - average / threshold);
      },
      answered(accepted, now) {
        lastSecond.moveTo(now);
        const weight = exp((updatedAt - now) / span);
        const value = accepted || !isBusy() ? 1 : 0;
        average = value * (1 - weight) + average * weight;
        updatedAt = now;
      },
    };
  },
});
