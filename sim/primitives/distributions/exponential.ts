import { duration } from '../../catalogue/scalars.js';
import { ln } from '../../math/arithmetic.js';
import { defineDistribution } from '../distribution.js';
import { Quantiles } from '../quantiles.js';
import { Scaled } from './scaled.js';

/** The exponential distribution of mean 1. */
export const UNIT = new Quantiles((u) => -ln(1 - u));

export const exponential = defineDistribution({
  kind: 'exponential',
  summary: 'Memoryless: most values are short, one in a hundred exceeds 4.6 times the mean.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2',
  options: { mean: duration({ doc: 'The mean.' }) },
  shorthand: 'mean',
  create: ({ mean }) => new Scaled(mean, mean, UNIT),
});
