import { number, share } from '../../catalogue/scalars.js';
import { defineBudget } from '../budget.js';

export const bucket = defineBudget({
  kind: 'bucket',
  summary: 'Each call earns a part of a token, each retry costs one.',
  source: 'SRE book, ch. 21 (retry ratio); Brooker, Fixing retries with token buckets, 2022',
  options: {
    ratio: share({ doc: 'Tokens that each call earns; each retry costs one.', min: 0, max: 10 }),
    capacity: number({
      doc: 'The most tokens that can be saved; the bucket starts full.',
      default: 10,
      min: 1,
      source: 'gRPC A6 maxTokens',
    }),
  },
  shorthand: 'ratio',
  create({ ratio, capacity }) {
    let tokens = capacity;
    return {
      arrived() {
        tokens = Math.min(capacity, tokens + ratio);
      },
      pay() {
        if (tokens < 1) return 0;
        tokens -= 1;
        return 1;
      },
    };
  },
});
