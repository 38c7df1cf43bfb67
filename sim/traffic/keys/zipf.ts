import { integer, number } from '../../catalogue/scalars.js';
import { power } from '../../math/arithmetic.js';
import { defineKeys } from '../key-choice.js';

/** The cumulative probabilities of the keys, the most popular first. */
function cumulative(count: number, exponent: number): Float64Array {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let key = 0; key < count; key++) {
    sum += 1 / power(key + 1, exponent);
    sums[key] = sum;
  }
  for (let key = 0; key < count; key++) sums[key] = (sums[key] as number) / sum;
  return sums;
}

/** The first index whose value is above u. */
function search(sums: Float64Array, u: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > u) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const zipf = defineKeys({
  kind: 'zipf',
  summary: 'A few keys are very popular: the k-th has a share proportional to 1 / k^exponent.',
  source: 'Breslau et al., Web Caching and Zipf-like Distributions, INFOCOM 1999',
  options: {
    count: integer({ doc: 'How many keys.', min: 1, max: 10_000_000 }),
    exponent: number({
      doc: 'How uneven: 0 is uniform.',
      default: 0.99,
      min: 0,
      max: 10,
      source: 'YCSB, ZipfianGenerator',
    }),
  },
  shorthand: 'count',
  create({ count, exponent }) {
    const sums = cumulative(count, exponent);
    return (u) => search(sums, u);
  },
});
