import { duration, number } from '../../catalogue/scalars.js';
import { ln, power } from '../../math/arithmetic.js';
import { gamma as gammaFunction } from '../../math/gamma.js';
import { Distribution, defineDistribution } from '../distribution.js';

class Weibull extends Distribution {
  private readonly scale: number;

  constructor(
    readonly mean: number,
    private readonly shape: number,
  ) {
    super();
    this.scale = mean / gammaFunction(1 + 1 / shape);
  }

  variate(u: number): number {
    return this.scale * power(-ln(1 - u), 1 / this.shape);
  }
}

export const weibull = defineDistribution({
  kind: 'weibull',
  summary: 'Lifetimes: with a shape below 1 early failures and a heavy tail, above 1 wear.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2',
  options: {
    mean: duration({ doc: 'The mean.' }),
    shape: number({ doc: '1 is the exponential.', min: 0.1, max: 100 }),
  },
  create: ({ mean, shape }) => new Weibull(mean, shape),
});
