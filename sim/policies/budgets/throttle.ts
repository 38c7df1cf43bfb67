import { choice, number } from '../../catalogue/scalars.js';
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
    asked: choice(['after-failure', 'after-back-off'], {
      doc: 'When a retry needs the tokens: at once after the failure, or when its back-off is over; the call then waits in vain if they are not there.',
      default: 'after-failure',
      source: 'gRPC A6; after-back-off: @grpc/grpc-js 1.14.7 (RB5)',
    }),
  },
  shorthand: 'tokens',
  create({ tokens: most, ratio, asked }) {
    let tokens = most;
    const allows = () => tokens > most / 2;
    const later = asked === 'after-back-off';
    return {
      succeeded() {
        tokens = Math.min(tokens + ratio, most);
      },
      failed() {
        tokens = Math.max(tokens - 1, 0);
      },
      pay: () => (later || allows() ? 1 : 0),
      ...(later ? { confirms: allows } : {}),
    };
  },
});
