import { describe, expect, it } from 'vitest';
import {
  gamma,
  gammaCumulative,
  gammaQuantile,
  lnGamma,
  solveIncreasing,
} from '../../sim/math/gamma.js';
import { GAMMA_CUMULATIVE, GAMMA_QUANTILE, LN_GAMMA } from './references.js';
import { relativeError } from './ulps.js';

describe('gamma function', () => {
  it('has ln Gamma to 14 digits of the larger of it and one', () => {
    for (const [x, truth] of LN_GAMMA as [number, number][]) {
      const error = Math.abs(lnGamma(x) - truth) / Math.max(1, Math.abs(truth));
      expect(error, `x = ${x}`).toBeLessThan(1e-14);
    }
  });

  it('has factorials', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(relativeError(gamma(n), factorial)).toBeLessThan(2e-13);
      factorial *= n;
    }
  });
});

describe('gamma distribution', () => {
  it('has cumulative probabilities to 11 digits', () => {
    for (const [shape, x, truth] of GAMMA_CUMULATIVE as [number, number, number][]) {
      expect(relativeError(gammaCumulative(shape, x), truth), `${shape}, ${x}`).toBeLessThan(1e-11);
    }
  });

  it('has quantiles with a relative error below 1e-12', () => {
    for (const [shape, p, truth] of GAMMA_QUANTILE as [number, number, number][]) {
      expect(relativeError(gammaQuantile(shape, p), truth), `${shape}, ${p}`).toBeLessThan(1e-12);
    }
  });

  it('has the exponential as its shape 1', () => {
    for (let p = 0.01; p < 1; p += 0.01) {
      expect(relativeError(gammaQuantile(1, p), -Math.log1p(-p))).toBeLessThan(1e-12);
    }
  });
});

describe('solving by bisection', () => {
  it('finds the root of an increasing function', () => {
    expect(solveIncreasing((x) => x * x - 2, 1e-6, 1e6)).toBeCloseTo(Math.SQRT2, 12);
  });
});
