import { duration, number } from '../../catalogue/scalars.js';
import { gammaQuantile } from '../../math/gamma.js';
import { type Distribution, defineDistribution } from '../distribution.js';
import { Family } from '../quantiles.js';
import { Scaled } from './scaled.js';

const family = new Family((shape) => (u) => gammaQuantile(shape, u));

/** Gamma-distributed durations; with a whole shape k, the sum of k exponential stages (Erlang). */
export function gammaOf(mean: number, shape: number): Distribution {
  return new Scaled(mean, mean / shape, family.of(shape));
}

export const gamma = defineDistribution({
  kind: 'gamma',
  summary: 'A bell skewed to the right; `cv` 1 is the exponential, smaller is more regular.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2; inversion by Newton steps',
  options: {
    mean: duration({ doc: 'The mean.' }),
    cv: number({ doc: 'Standard deviation over mean; the shape is 1 / cv^2.', min: 0.01, max: 30 }),
  },
  create: ({ mean, cv }) => gammaOf(mean, 1 / (cv * cv)),
});
