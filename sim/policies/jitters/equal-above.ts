import { power } from '../../math/arithmetic.js';
import { defineJitter } from '../jitter.js';

export const equalAbove = defineJitter({
  kind: 'equal-above',
  summary: 'The delay before this one and up to as much again. The first wait is the base.',
  source: 'Finagle 24.5, Backoff.equalJittered',
  options: {},
  create:
    () =>
    ({ n, base, cap, u }) => {
      const floor = base * power(2, n - 1);
      return Math.min(cap, n === 0 ? base : floor + u * floor);
    },
});
