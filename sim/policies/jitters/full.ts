import { defineJitter } from '../jitter.js';

export const full = defineJitter({
  kind: 'full',
  summary: 'Anything between 0 and the delay.',
  source: 'Brooker, AWS Architecture Blog, 2015; AWS SDK 2026; Envoy',
  options: {},
  create:
    () =>
    ({ delay, cap, u }) =>
      u * Math.min(cap, delay),
});
