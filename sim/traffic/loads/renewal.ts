import { draw } from '../../kernel/random.js';
import { SECOND } from '../../kernel/time.js';
import { distribution } from '../../primitives/distributions/index.js';
import { defineLoad } from '../load.js';
import { RateProfile } from '../rate-profile.js';
import { GAP } from './poisson.js';

export const renewal = defineLoad({
  kind: 'renewal',
  summary: 'Independent gaps of any distribution: burstier or more regular than Poisson (open).',
  source: 'Cox, Renewal Theory, 1962 (GI arrivals)',
  options: { gap: distribution({ doc: 'The time between requests.' }) },
  shorthand: 'gap',
  check: ({ gap }) =>
    gap.mean > 0 && gap.mean < Number.POSITIVE_INFINITY ? undefined : 'a mean gap above 0',
  create({ gap }) {
    // In units of the mean gap, so that a fault can multiply the rate.
    const rate = SECOND / gap.mean;
    const profile = new RateProfile([{ at: 0, from: rate, to: rate }]);
    return {
      type: 'open',
      next: (request) => profile.next(gap.variate(draw(request, GAP)) / gap.mean),
      multiply: (factor, now) => profile.multiply(factor, now),
    };
  },
});
