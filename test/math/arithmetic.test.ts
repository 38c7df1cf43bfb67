import { describe, expect, it } from 'vitest';
import { exp, ln, ln1p, power } from '../../sim/math/arithmetic.js';
import { EXP, LN, LN1P, POWER } from './references.js';
import { relativeError, ulps } from './ulps.js';

/** How far a function is from its references at worst, in doubles. */
function worst(table: readonly (readonly number[])[], f: (x: number) => number): number {
  return Math.max(...table.map(([x, truth]) => ulps(f(x as number), truth as number)));
}

describe('portable arithmetic', () => {
  it('has exp within two units in the last place', () => {
    expect(worst(EXP, exp)).toBeLessThanOrEqual(2);
  });

  it('has ln within two units in the last place', () => {
    expect(worst(LN, ln)).toBeLessThanOrEqual(2);
  });

  it('has ln(1 + x) without loss for small x', () => {
    expect(worst(LN1P, ln1p)).toBeLessThanOrEqual(3);
  });

  it('has powers to 13 digits, to the size of the exponent', () => {
    for (const [x, y, truth] of POWER as [number, number, number][]) {
      const scale = Math.max(1, Math.abs(y * Math.log(x)));
      expect(relativeError(power(x, y), truth), `${x}^${y}`).toBeLessThan(3e-16 * (scale + 2));
    }
  });

  it('treats the ends as IEEE 754 does', () => {
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(-746)).toBe(0);
    expect(exp(0)).toBe(1);
    expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NaN)).toBeNaN();
    expect(ln(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(ln(1)).toBe(0);
    expect(ln(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(ln(-1)).toBeNaN();
    expect(power(0, 0)).toBe(1);
    expect(power(0, 3)).toBe(0);
    expect(power(0, -3)).toBe(Number.POSITIVE_INFINITY);
    expect(power(7, 1)).toBe(7);
    expect(power(2, 0.5)).toBe(Math.SQRT2);
  });

  it('is monotone where its tables meet', () => {
    const boundaries = Array.from({ length: 129 }, (_, cell) => 0.5 + cell / 128);
    for (const boundary of boundaries) {
      let before = Number.NEGATIVE_INFINITY;
      for (let step = -40; step <= 40; step++) {
        const value = ln(boundary * (1 + step * 2 ** -50));
        expect(value).toBeGreaterThanOrEqual(before - 2 ** -52);
        before = value;
      }
    }
  });

  it('undoes itself', () => {
    for (let x = -300; x <= 300; x += 0.37) {
      expect(relativeError(ln(exp(x)), x)).toBeLessThan(1e-15 + 2e-16 / Math.abs(x));
    }
  });
});
