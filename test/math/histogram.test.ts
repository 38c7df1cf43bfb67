import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../sim/math/histogram.js';

const durations = fc.oneof(
  fc.nat(300),
  fc.integer({ min: 0, max: 2 ** 33 }),
  fc.double({ min: 0, max: 2 ** 53, noNaN: true }).map(Math.floor),
);

function nearestRank(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)] as number;
}

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('histogram', () => {
  it('gives exact quantiles while values are few', () => {
    fc.assert(
      fc.property(
        fc.array(durations, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (values, q) => {
          expect(of(values).quantile(q)).toBe(nearestRank(values, q));
        },
      ),
    );
  });

  it('stays within a bucket of the true quantile when values are many', () => {
    fc.assert(
      fc.property(
        fc.array(durations, { minLength: 1, maxLength: 100 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (values, q) => {
          const many = Array.from({ length: 20 }, () => values).flat();
          const all = [...many, ...Array.from({ length: 1025 }, () => values[0] as number)];
          const truth = nearestRank(all, q);
          const quantile = of(all).quantile(q);
          expect(Math.abs(quantile - truth)).toBeLessThanOrEqual(Math.max(1, truth / 128));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('merges to what it would have been, in any order, and survives being stored', () => {
    fc.assert(
      fc.property(
        fc.array(durations, { maxLength: 900 }),
        fc.array(durations, { maxLength: 900 }),
        (a, b) => {
          const merged = of(a);
          merged.merge(Histogram.fromData(JSON.parse(JSON.stringify(of(b).toData()))));
          const whole = of([...a, ...b]).summary();
          const summary = merged.summary();
          for (const key of ['count', 'min', 'max', 'p50', 'p99', 'p999'] as const) {
            expect(summary[key]).toBe(whole[key]);
          }
          expect(summary.mean).toBeCloseTo(whole.mean, -Math.log10(whole.mean + 1) + 4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is empty again after clear', () => {
    const histogram = of([1, 5, 1e12]);
    histogram.clear();
    histogram.record(7);
    expect(histogram.summary()).toMatchObject({
      count: 1,
      mean: 7,
      min: 7,
      max: 7,
      p50: 7,
      p999: 7,
    });
  });
});
