import { defineJitter } from '../jitter.js';

export const climbing = defineJitter({
  kind: 'climbing',
  summary:
    'Between the last wait and three times that: never shorter than the one before. The first wait is the base.',
  source: 'Finagle 24.5, Backoff.decorrelatedJittered',
  options: {},
  create:
    () =>
    ({ n, base, cap, last, u }) =>
      n === 0 ? base : last + u * (Math.min(cap, 3 * last) - last),
});
