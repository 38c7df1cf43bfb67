import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../sim/math/histogram.js';
import { OnlineMoments } from '../../sim/math/moments.js';

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

  it('gives to the last bit what it would if it had been asked in between, or had kept nothing', () => {
    for (const length of [15, 16, 17, 1023, 1024, 1025, 1026, 3000]) {
      const values = Array.from({ length }, (_, n) => ((n * 7919) % 10007) ** 2);
      const asked = new Histogram();
      const moments = new OnlineMoments();
      for (const value of values) {
        asked.record(value);
        moments.add(value);
        if (value % 3 === 0) asked.summary();
      }
      const { count, mean, variance, min, max } = moments;
      expect(of(values).summary()).toMatchObject({ count, mean, variance, min, max });
      expect(of(values).toData()).toEqual(asked.toData());
      const buckets = of(values)
        .toData()
        .buckets.filter((_, place) => place % 2 === 1);
      expect(buckets.reduce((sum, here) => sum + here)).toBe(length);
    }
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
