import { duration, integer, share } from '../../catalogue/scalars.js';
import { defineConcurrencyLimit, ordered } from '../concurrency-limit.js';

export const aimd = defineConcurrencyLimit({
  kind: 'aimd',
  summary: 'One more after each good answer under load; a share less after each drop.',
  source: 'Chiu and Jain, 1989; Netflix concurrency-limits 0.5 AIMDLimit (AC3)',
  options: {
    initial: integer({ doc: 'The limit at the start.', default: 20, min: 1 }),
    min: integer({ doc: 'Never fewer.', default: 20, min: 1 }),
    max: integer({ doc: 'Never more.', default: 200, min: 1 }),
    backoff: share({
      doc: 'What a drop leaves of the limit.',
      default: '90%',
      source: 'concurrency-limits backoffRatio',
    }),
    timeout: duration({
      doc: 'An answer that takes longer counts as dropped.',
      default: '5s',
      source: 'concurrency-limits',
    }),
  },
  check: ordered,
  create({ initial, min, max, backoff, timeout }) {
    let limit = initial;
    return {
      limit: () => limit,
      sample({ took, inFlight, ended }) {
        if (ended === 'ignored') return;
        let next = limit;
        if (ended === 'dropped' || took > timeout) next = Math.trunc(limit * backoff);
        else if (inFlight * 2 >= limit) next = limit + 1;
        limit = Math.min(max, Math.max(min, next));
      },
    };
  },
});
