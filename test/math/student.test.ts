import { describe, expect, it } from 'vitest';
import { betaCumulative, studentCritical, studentTwoSided } from '../../sim/math/student.js';
import { STUDENT_CRITICAL, STUDENT_TWO_SIDED } from './references.js';
import { relativeError } from './ulps.js';

describe("Student's t", () => {
  it('has two-sided probabilities to 11 digits', () => {
    for (const [t, freedom, truth] of STUDENT_TWO_SIDED as [number, number, number][]) {
      expect(relativeError(studentTwoSided(t, freedom), truth), `${t}, ${freedom}`).toBeLessThan(
        1e-11,
      );
    }
  });

  it('has critical values to 12 digits', () => {
    for (const [alpha, freedom, truth] of STUDENT_CRITICAL as [number, number, number][]) {
      const error = relativeError(studentCritical(alpha, freedom), truth);
      expect(error, `${alpha}, ${freedom}`).toBeLessThan(1e-12);
    }
  });

  it('is symmetric, certain at zero and impossible at infinity', () => {
    expect(studentTwoSided(0, 5)).toBe(1);
    expect(studentTwoSided(-2, 5)).toBe(studentTwoSided(2, 5));
    expect(studentTwoSided(Number.POSITIVE_INFINITY, 5)).toBe(0);
    expect(studentTwoSided(Number.NEGATIVE_INFINITY, 5)).toBe(0);
  });

  it('has an incomplete beta function with its symmetry and ends', () => {
    expect(betaCumulative(2, 3, 0)).toBe(0);
    expect(betaCumulative(2, 3, 1)).toBe(1);
    // I_x(1, 1) = x and I_x(2, 1) = x^2 exactly.
    for (let x = 0.05; x < 1; x += 0.05) {
      expect(relativeError(betaCumulative(1, 1, x), x)).toBeLessThan(1e-12);
      expect(relativeError(betaCumulative(2, 1, x), x * x)).toBeLessThan(1e-12);
      expect(betaCumulative(3, 5, x) + betaCumulative(5, 3, 1 - x)).toBeCloseTo(1, 12);
    }
  });
});
