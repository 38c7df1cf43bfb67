import { duration, number } from '../../catalogue/scalars.js';
import { toDuration } from '../../kernel/time.js';
import { power } from '../../math/arithmetic.js';
import { defineBackoff } from '../backoff.js';

export const exponential = defineBackoff({
  kind: 'exponential',
  summary: 'A delay that is multiplied with every retry.',
  source: 'Metcalfe and Boggs, Ethernet, CACM 19(7), 1976; AWS SDK, gRPC A6, Polly',
  options: {
    base: duration({ doc: 'The first delay.' }),
    factor: number({
      doc: 'What each further delay is multiplied by.',
      default: 2,
      min: 1,
      max: 100,
    }),
  },
  shorthand: 'base',
  create:
    ({ base, factor }) =>
    (n) =>
      toDuration(Math.min(Number.MAX_SAFE_INTEGER, base * power(factor, n))),
});
