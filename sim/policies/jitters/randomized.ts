import { share } from '../../catalogue/scalars.js';
import { MILLISECOND } from '../../kernel/time.js';
import { defineJitter } from '../jitter.js';

export const randomized = defineJitter({
  kind: 'randomized',
  summary: 'The delay, up to a share of it more or less, in whole milliseconds; capped afterwards.',
  source: 'resilience4j 2.x, IntervalFunction.ofRandomized',
  options: {
    by: share({ doc: 'The share.', default: '50%', source: 'resilience4j randomizationFactor' }),
  },
  shorthand: 'by',
  create:
    ({ by }) =>
    ({ delay, cap, u }) => {
      const whole = Math.floor(delay / MILLISECOND);
      const wait = Math.max(1, whole * (1 - by) + u * (2 * by * whole + 1));
      return Math.min(cap, Math.floor(wait) * MILLISECOND);
    },
});
