import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../sim/math/normal.js';
import { NORMAL_QUANTILE } from './references.js';
import { relativeError } from './ulps.js';

describe('normal quantile', () => {
  it('has a relative error below 1e-15 from the centre to the far tail', () => {
    for (const [p, z] of NORMAL_QUANTILE as [number, number][]) {
      expect(relativeError(normalQuantile(p), z), `p = ${p}`).toBeLessThan(1e-15);
    }
  });

  it('is symmetric and grows with p, across the seams of its three parts', () => {
    expect(normalQuantile(0.5)).toBe(0);
    let before = Number.NEGATIVE_INFINITY;
    for (let n = 1; n < 4096; n++) {
      const p = n / 4096;
      const z = normalQuantile(p);
      expect(z).toBeGreaterThan(before);
      expect(z).toBe(-normalQuantile(1 - p) + 0);
      before = z;
    }
  });
});
