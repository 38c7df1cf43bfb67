import { duration } from '../../catalogue/scalars.js';
import { ln } from '../../math/arithmetic.js';
import { Distribution, defineDistribution } from '../distribution.js';

class Exponential extends Distribution {
  constructor(readonly mean: number) {
    super();
  }

  variate(u: number): number {
    return -this.mean * ln(1 - u);
  }
}

export const exponential = defineDistribution({
  kind: 'exponential',
  summary: 'Memoryless: most values are short, one in a hundred exceeds 4.6 times the mean.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2',
  options: { mean: duration({ doc: 'The mean.' }) },
  shorthand: 'mean',
  create: ({ mean }) => new Exponential(mean),
});
