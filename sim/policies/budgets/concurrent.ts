import { integer, share } from '../../catalogue/scalars.js';
import { defineBudget } from '../budget.js';

export const concurrent = defineBudget({
  kind: 'concurrent',
  summary:
    'Bounds the retries under way, back-off included, to a share of the attempts under way; so many are allowed in any case.',
  source: 'Envoy retry_budget (RB3); with a share of 0, Envoy max_retries',
  options: {
    share: share({
      doc: 'Retries per attempt under way.',
      default: '20%',
      source: 'Envoy budget_percent',
    }),
    minimum: integer({
      doc: 'Retries under way that are always allowed.',
      default: 3,
      source: 'Envoy min_retry_concurrency, max_retries',
    }),
  },
  shorthand: 'share',
  create({ share: part, minimum }) {
    let attempts = 0;
    let retries = 0;
    return {
      underWay(by) {
        attempts += by;
      },
      pay() {
        if (retries >= Math.max(Math.trunc(part * attempts), minimum)) return 0;
        retries++;
        return 1;
      },
      released() {
        retries--;
      },
    };
  },
});
