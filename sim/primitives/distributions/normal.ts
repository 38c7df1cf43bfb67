import { duration } from '../../catalogue/scalars.js';
import { exp } from '../../math/arithmetic.js';
import { gammaCumulative } from '../../math/gamma.js';
import { normalQuantile } from '../../math/normal.js';
import { Distribution, defineDistribution } from '../distribution.js';

class Normal extends Distribution {
  readonly mean: number;

  constructor(
    private readonly centre: number,
    private readonly sd: number,
  ) {
    super();
    this.mean = sd === 0 ? centre : meanAboveZero(centre, sd);
  }

  variate(u: number): number {
    return Math.max(0, this.centre + this.sd * normalQuantile(u));
  }
}

/** The mean of max(0, X): what is cut off below zero moves it up. */
function meanAboveZero(centre: number, sd: number): number {
  const z = centre / sd;
  const density = exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const below = (1 + gammaCumulative(0.5, (z * z) / 2)) / 2;
  return centre * below + sd * density;
}

export const normal = defineDistribution({
  kind: 'normal',
  summary:
    'A symmetric bell; what would be negative is 0. For machines and scripts, not for queues.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2; AS 241 for the quantile',
  options: {
    mean: duration({ doc: 'The centre of the bell.' }),
    sd: duration({ doc: 'Standard deviation: two values in three are closer to the centre.' }),
  },
  create: ({ mean, sd }) => new Normal(mean, sd),
});
