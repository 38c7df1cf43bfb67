import { share } from '../../catalogue/scalars.js';
import { defineBudget } from '../budget.js';

export const cutOff = defineBudget({
  kind: 'cut-off',
  summary:
    'Retries freely while failures are few, and not at all while they are more than a share of the calls so far.',
  source: 'Brooker, Fixing retries with token buckets and circuit breakers, 2022',
  options: {
    failures: share({
      doc: 'Failed attempts over calls, above which nothing is retried.',
      default: '10%',
      source: 'Brooker 2022',
    }),
  },
  shorthand: 'failures',
  create({ failures }) {
    let calls = 0;
    let failed = 0;
    return {
      arrived() {
        calls++;
      },
      failed() {
        failed++;
      },
      pay: () => (failed > failures * calls ? 0 : 1),
    };
  },
});
