import { duration, number } from '../../catalogue/scalars.js';
import { gammaQuantile } from '../../math/gamma.js';
import { Distribution, defineDistribution } from '../distribution.js';

/** Gamma-distributed durations; with a whole shape k, the sum of k exponential stages (Erlang). */
export class Gamma extends Distribution {
  constructor(
    readonly mean: number,
    private readonly shape: number,
  ) {
    super();
  }

  variate(u: number): number {
    return (this.mean / this.shape) * gammaQuantile(this.shape, u);
  }
}

export const gamma = defineDistribution({
  kind: 'gamma',
  summary: 'A bell skewed to the right; `cv` 1 is the exponential, smaller is more regular.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2; inversion by Newton steps',
  options: {
    mean: duration({ doc: 'The mean.' }),
    cv: number({ doc: 'Standard deviation over mean; the shape is 1 / cv^2.', min: 0.01, max: 30 }),
  },
  create: ({ mean, cv }) => new Gamma(mean, 1 / (cv * cv)),
});
