import { defineBudget } from '../budget.js';
import { QUOTA_FIELDS, Quota } from '../retry-quota.js';

export const quota = defineBudget({
  kind: 'quota',
  summary:
    'Each retry costs tokens, and a success gives back what its own retry cost, or one if it needed none.',
  source: 'AWS SDK standard retry mode (RB6, RB7)',
  options: QUOTA_FIELDS,
  shorthand: 'tokens',
  create(options) {
    const tokens = new Quota(options);
    return {
      pay: (throttled) => tokens.pay(throttled),
      succeeded: (paid) => tokens.refund(paid),
    };
  },
});
