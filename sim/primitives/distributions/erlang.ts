import { duration, integer } from '../../catalogue/scalars.js';
import { defineDistribution } from '../distribution.js';
import { gammaOf } from './gamma.js';

export const erlang = defineDistribution({
  kind: 'erlang',
  summary: 'The sum of equal exponential stages: more regular the more stages there are.',
  source: 'A. K. Erlang, 1917; Kleinrock, Queueing Systems vol. 1, 4.2',
  options: {
    mean: duration({ doc: 'The mean of the sum.' }),
    stages: integer({
      doc: 'How many exponential stages; 1 is the exponential.',
      min: 1,
      max: 10000,
    }),
  },
  create: ({ mean, stages }) => gammaOf(mean, stages),
});
