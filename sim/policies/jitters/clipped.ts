import { defineJitter } from '../jitter.js';

export const clipped = defineJitter({
  kind: 'clipped',
  summary:
    'Between 0 and the delay before it is capped: late retries mostly wait as long as the cap.',
  source: '@smithy/util-retry 4.2.5, getDefaultRetryBackoffStrategy',
  options: {},
  create:
    () =>
    ({ delay, cap, u }) =>
      Math.min(cap, u * delay),
});
