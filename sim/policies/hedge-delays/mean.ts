import { duration, integer, number } from '../../catalogue/scalars.js';
import { toDuration } from '../../kernel/time.js';
import { defineHedgeDelay } from '../hedge-delay.js';

export const mean = defineHedgeDelay({
  kind: 'mean',
  summary: 'The mean of the last calls, times a factor, plus some time; copies do not count.',
  source: 'resilience4j 2.4 AverageDurationSupplier',
  options: {
    calls: integer({
      doc: 'How many of the last calls.',
      default: 100,
      min: 1,
      max: 1_000_000,
      source: 'resilience4j windowSize',
    }),
    factor: number({ doc: 'What it is multiplied by.', default: 1, min: 0, max: 1000 }),
    plus: duration({ doc: 'What is added.', default: '0ms' }),
  },
  shorthand: 'calls',
  create({ calls, factor, plus }) {
    const last = new Float64Array(calls);
    let count = 0;
    let next = 0;
    let sum = 0;
    return {
      delay: () => toDuration((count === 0 ? 0 : (sum / count) * factor) + plus),
      answered(took, copy) {
        if (copy !== 0) return;
        sum += took - (last[next] as number);
        last[next] = took;
        next = (next + 1) % calls;
        count = Math.min(calls, count + 1);
      },
    };
  },
});
