import { rate } from '../../catalogue/scalars.js';
import { defineLoad } from '../load.js';
import { RateProfile } from '../rate-profile.js';

export const constant = defineLoad({
  kind: 'constant',
  summary: 'Equal gaps between requests, as a load generator sends them (open).',
  source: 'wrk2 and k6 constant-arrival-rate',
  options: { rate: rate({ doc: 'Requests per time.' }) },
  shorthand: 'rate',
  create({ rate }) {
    const profile = new RateProfile([{ at: 0, from: rate, to: rate }]);
    return {
      type: 'open',
      next: () => profile.next(1),
      multiply: (factor, now) => profile.multiply(factor, now),
    };
  },
});
