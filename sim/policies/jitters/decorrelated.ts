import { defineJitter } from '../jitter.js';

export const decorrelated = defineJitter({
  kind: 'decorrelated',
  summary: 'Between the base and three times the last wait.',
  source: 'Brooker, AWS Architecture Blog, 2015',
  options: {},
  create:
    () =>
    ({ base, cap, last, u }) =>
      Math.min(cap, base + u * (3 * last - base)),
});
