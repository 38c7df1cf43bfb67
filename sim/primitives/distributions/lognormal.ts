import { duration, number } from '../../catalogue/scalars.js';
import { exp, ln } from '../../math/arithmetic.js';
import { normalQuantile } from '../../math/normal.js';
import { type Distribution, defineDistribution } from '../distribution.js';
import { Family } from '../quantiles.js';
import { Scaled } from './scaled.js';

/** The standard normal's 99th percentile. */
const Z99 = normalQuantile(0.99);

/** Shapes by sigma, the standard deviation of the logarithm. */
const family = new Family((sigma) => (u) => exp(sigma * normalQuantile(u)));

function lognormalOf(median: number, sigma: number): Distribution {
  return new Scaled(median * exp((sigma * sigma) / 2), median, family.of(sigma));
}

export const lognormal = defineDistribution({
  kind: 'lognormal',
  summary: 'The usual shape of service times and network delays: a body and a long right tail.',
  source: 'Limpert, Stahel and Abbt, BioScience 51(5), 2001; AS 241 for the normal quantile',
  options: {
    median: duration({
      doc: 'Half of all values are shorter. Together with `p99`.',
      optional: true,
    }),
    p99: duration({ doc: 'One value in a hundred is longer.', optional: true }),
    mean: duration({ doc: 'The mean. Together with `cv`, instead of `median`.', optional: true }),
    cv: number({ doc: 'Standard deviation over mean.', min: 0, max: 1000, optional: true }),
  },
  check({ median, p99, mean, cv }) {
    const byQuantiles = median !== undefined && p99 !== undefined;
    const byMoments = mean !== undefined && cv !== undefined;
    const given = [median, p99, mean, cv].filter((each) => each !== undefined).length;
    if (given !== 2 || byQuantiles === byMoments) return '`median` and `p99`, or `mean` and `cv`';
    if (byQuantiles && median === 0) return 'a `median` above 0';
    if (byQuantiles && p99 < median) return '`p99` no shorter than `median`';
    return undefined;
  },
  create({ median, p99, mean, cv }) {
    if (median !== undefined && p99 !== undefined) {
      return lognormalOf(median, ln(p99 / median) / Z99);
    }
    const variance = ln(1 + (cv ?? 0) * (cv ?? 0));
    return lognormalOf((mean ?? 0) * exp(-variance / 2), Math.sqrt(variance));
  },
});
