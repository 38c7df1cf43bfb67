import { power } from '../../math/arithmetic.js';
import { defineJitter } from '../jitter.js';

export const feedback = defineJitter({
  kind: 'feedback',
  summary:
    'Between 0 and the last wait times 1, 2, 4 ... more with each retry. The first wait is the base.',
  source: 'Finagle 24.5, Backoff.exponentialJittered',
  options: {},
  create:
    () =>
    ({ n, base, cap, last, u }) =>
      n === 0 ? base : u * Math.min(cap, last * power(2, n)),
});
