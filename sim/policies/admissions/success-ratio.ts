import { duration, number, rate, share } from '../../catalogue/scalars.js';
import { SECOND } from '../../kernel/time.js';
import { power } from '../../math/arithmetic.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineAdmissionRule } from '../admission-rule.js';

export const successRatio = defineAdmissionRule({
  kind: 'success-ratio',
  summary:
    'Turns away what brings the successes back to a share of the calls sent; only calls that were sent count.',
  source: 'Envoy admission control filter (S5)',
  options: {
    threshold: share({
      doc: 'Share of successes below which calls are turned away.',
      default: '95%',
      min: '1%',
      source: 'Envoy sr_threshold',
    }),
    window: duration({
      doc: 'How far back it looks, in whole seconds.',
      default: '30s',
      min: '1s',
      source: 'Envoy sampling_window',
    }),
    aggression: number({
      doc: 'Above 1, more is turned away from the start.',
      default: 1,
      min: 1,
      max: 100,
      source: 'Envoy aggression',
    }),
    'least-rate': rate({
      doc: 'Nothing is turned away below this rate.',
      default: '0/s',
      source: 'Envoy rps_threshold',
    }),
    most: share({
      doc: 'The highest probability of being turned away.',
      default: '80%',
      source: 'Envoy max_rejection_probability',
    }),
  },
  shorthand: 'threshold',
  accepts: ({ ok, fault }) => ok || fault === 'rate-limited',
  create({ threshold, window: span, aggression, 'least-rate': leastRate, most }) {
    const seconds = Math.ceil(span / SECOND);
    const window = new TimeWindow(seconds, SECOND);
    return {
      rejection(now) {
        window.moveTo(now);
        const { total, failed } = window;
        const age = Math.min(seconds, Math.floor(now / SECOND) + 1);
        if (total / age < leastRate) return 0;
        const missing = (total - (total - failed) / threshold) / (total + 1);
        return missing <= 0 ? 0 : Math.min(most, power(missing, 1 / aggression));
      },
      answered: (accepted, now) => window.count(now, 1, accepted ? 0 : 1, 0),
    };
  },
});
