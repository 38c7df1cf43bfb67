import { defineJitter } from '../jitter.js';

export const equal = defineJitter({
  kind: 'equal',
  summary: 'Between half of the delay and all of it.',
  source: 'Brooker, AWS Architecture Blog, 2015; cockatiel halfJitterGenerator',
  options: {},
  create:
    () =>
    ({ delay, cap, u }) =>
      ((1 + u) * Math.min(cap, delay)) / 2,
});
