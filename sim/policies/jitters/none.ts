import { defineJitter } from '../jitter.js';

export const none = defineJitter({
  kind: 'none',
  summary: 'The delay as it is.',
  source: 'exponential-backoff 3 (npm) default; cockatiel noJitterGenerator',
  options: {},
  create:
    () =>
    ({ delay, cap }) =>
      Math.min(cap, delay),
});
