import { rate } from '../../catalogue/scalars.js';
import { salt } from '../../kernel/random.js';
import { UNIT } from '../../primitives/distributions/exponential.js';
import { defineLoad } from '../load.js';
import { RateProfile } from '../rate-profile.js';

export const GAP = salt('load.gap');

export const poisson = defineLoad({
  kind: 'poisson',
  summary: 'Many independent users: exponential gaps between requests (open).',
  source: 'Kleinrock, Queueing Systems vol. 1, 2.4',
  options: { rate: rate({ doc: 'Mean requests per time.' }) },
  shorthand: 'rate',
  create({ rate }) {
    const profile = new RateProfile([{ at: 0, from: rate, to: rate }]);
    return {
      type: 'open',
      next: (request) => profile.next(UNIT.sample(request, GAP)),
      multiply: (factor, now) => profile.multiply(factor, now),
    };
  },
});
