import { share } from '../../catalogue/scalars.js';
import { defineJitter } from '../jitter.js';

export const added = defineJitter({
  kind: 'added',
  summary: 'The delay, and up to a share of it on top.',
  source: 'linkerd2-proxy exp-backoff (50 %); p-retry 7 randomize (100 %)',
  options: { by: share({ doc: 'The share.', default: '50%', source: 'Linkerd jitter ratio' }) },
  shorthand: 'by',
  create:
    ({ by }) =>
    ({ delay, cap, u }) =>
      Math.min(cap, delay * (1 + u * by)),
});
