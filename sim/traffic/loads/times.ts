import { list } from '../../catalogue/groups.js';
import { duration } from '../../catalogue/scalars.js';
import { defineLoad } from '../load.js';

export const times = defineLoad({
  kind: 'times',
  summary: 'Requests at given times: a trace, or a worked example (open).',
  source: 'trace-driven simulation: Jain, The Art of Computer Systems Performance Analysis, 24.4',
  options: {
    at: list(duration({ doc: 'When one request comes.' }), {
      doc: 'When, in order.',
      min: 1,
      max: 1_000_000,
    }),
  },
  shorthand: 'at',
  check: ({ at }) =>
    at.every((time, index) => index === 0 || time >= (at[index - 1] ?? 0))
      ? undefined
      : 'times in order',
  create({ at }) {
    let index = 0;
    return { type: 'open', next: () => at[index++] ?? Number.POSITIVE_INFINITY };
  },
});
