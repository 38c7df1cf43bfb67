import { describe, expect, it } from 'vitest';
import { batchMeans } from '../../sim/math/batch-means.js';
import { meanOf, mm1Waits } from './waits.js';

/** n times the variance of the mean wait in M/M/1: Daley, 1968; Whitt, Management Science 35(11), 1989. */
function asymptoticVariance(load: number): number {
  const rest = 1 - load;
  return (load * (2 + load * (5 + load * (load - 4)))) / rest ** 4;
}

describe('batch means', () => {
  it.each([
    {
      name: 'H01-asvar-80',
      load: 0.8,
      customers: 400_000,
      variance: 1976,
      error: 0.07028513356,
      halfWidth: 0.1377588618,
      customersFor5Percent: 189_775.04,
    },
    {
      name: 'H02-asvar-50',
      load: 0.5,
      customers: 200_000,
      variance: 29,
      error: 0.01204159458,
      halfWidth: 0.02360152537,
      customersFor5Percent: 44_562.56,
    },
  ])(
    'know how uncertain the mean wait is: $name',
    ({ load, customers, variance, error, halfWidth, customersFor5Percent }) => {
      expect(asymptoticVariance(load)).toBeCloseTo(variance, 6);
      const runs = Array.from({ length: 10 }, (_, run) =>
        batchMeans(mm1Waits(run + 1, customers, load), 40),
      );
      const estimated = meanOf(runs.map((run) => run.asymptoticVariance));
      const off = (value: number, truth: number) => Math.abs(value / truth - 1);
      expect(off(estimated, variance)).toBeLessThan(0.35);
      expect(off(Math.sqrt(estimated / customers), error)).toBeLessThan(0.2);
      expect(off(meanOf(runs.map((run) => run.halfWidth)), halfWidth)).toBeLessThan(0.3);
      const meanWait = meanOf(runs.map(({ mean }) => mean));
      const needed = estimated * (1.96 / (0.05 * meanWait)) ** 2;
      expect(off(needed, customersFor5Percent)).toBeLessThan(0.35);
    },
  );

  it('would be far too sure if waits were independent', () => {
    const waits = mm1Waits(1, 200_000, 0.8);
    const independent = batchMeans(waits, waits.length);
    // The variance of a wait is 24; that of their mean, times n, is 1976.
    expect(independent.asymptoticVariance).toBeLessThan(40);
    expect(batchMeans(waits, 20).asymptoticVariance).toBeGreaterThan(600);
  });

  it('cover as badly as is known when batches are short (H04-cover-320-5)', () => {
    const EXPERIMENTS = 2000;
    let covered = 0;
    let widths = 0;
    for (let experiment = 1; experiment <= EXPERIMENTS; experiment++) {
      const { mean, halfWidth } = batchMeans(mm1Waits(experiment, 320, 0.8), 5, 0.9);
      if (Math.abs(mean - 4) <= halfWidth) covered++;
      widths += halfWidth / mean;
    }
    expect(Math.abs(covered / EXPERIMENTS - 0.6565)).toBeLessThan(0.05);
    expect(Math.abs(widths / EXPERIMENTS - 0.5894)).toBeLessThan(0.048);
  });

  it('leaves out what does not fill a batch, and gives independent values their own variance', () => {
    const { mean, halfWidth, asymptoticVariance: variance } = batchMeans([1, 3, 2, 6, 100], 2);
    expect(mean).toBe(3);
    expect(variance).toBe(4);
    // t of 0.05 with one degree of freedom, times the error of two means that are 2 apart.
    expect(halfWidth).toBeCloseTo(12.706204736, 8);
  });
});
