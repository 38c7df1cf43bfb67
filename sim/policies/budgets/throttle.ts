import { number } from '../../catalogue/scalars.js';
import { defineBudget } from '../budget.js';

export const throttle = defineBudget({
  kind: 'throttle',
  summary:
    'Each failure costs a token, each success earns a part of one; retries only while more than half of the tokens are there.',
  source: 'gRPC A6, retryThrottling (RB4)',
  options: {
    tokens: number({
      doc: 'The most there are, and how many there are at first.',
      default: 10,
      min: 1,
      max: 1000,
      source: 'gRPC A6 example, maxTokens',
    }),
    ratio: number({
      doc: 'What a success earns.',
      default: 0.1,
      min: 0.001,
      max: 1000,
      source: 'gRPC A6 example, tokenRatio',
    }),
  },
  shorthand: 'tokens',
  create({ tokens: most, ratio }) {
    let tokens = most;
    return {
      succeeded() {
        tokens = Math.min(tokens + ratio, most);
      },
      failed() {
        tokens = Math.max(tokens - 1, 0);
      },
      pay: () => (tokens > most / 2 ? 1 : 0),
    };
  },
});
