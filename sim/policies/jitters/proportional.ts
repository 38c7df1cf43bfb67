import { share } from '../../catalogue/scalars.js';
import { defineJitter } from '../jitter.js';

export const proportional = defineJitter({
  kind: 'proportional',
  summary: 'The delay, up to a share of it more or less.',
  source: 'gRPC A6 (20 %); Polly 8 for constant and linear delays (25 %)',
  options: { by: share({ doc: 'The share.', default: '20%', source: 'gRPC A6' }) },
  shorthand: 'by',
  create:
    ({ by }) =>
    ({ delay, cap, u }) =>
      Math.min(cap, delay) * (1 - by + 2 * by * u),
});
