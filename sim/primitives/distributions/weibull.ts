import { duration, number } from '../../catalogue/scalars.js';
import { ln, power } from '../../math/arithmetic.js';
import { gamma as gammaFunction } from '../../math/gamma.js';
import { defineDistribution } from '../distribution.js';
import { Family } from '../quantiles.js';
import { Scaled } from './scaled.js';

const family = new Family((shape) => (u) => power(-ln(1 - u), 1 / shape));

export const weibull = defineDistribution({
  kind: 'weibull',
  summary: 'Lifetimes: with a shape below 1 early failures and a heavy tail, above 1 wear.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2',
  options: {
    mean: duration({ doc: 'The mean.' }),
    shape: number({ doc: '1 is the exponential.', min: 0.1, max: 100 }),
  },
  create: ({ mean, shape }) =>
    new Scaled(mean, mean / gammaFunction(1 + 1 / shape), family.of(shape)),
});
