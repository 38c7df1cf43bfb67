import { describe, expect, it } from 'vitest';
import { draw } from '../../sim/kernel/random.js';
import { exp, ln } from '../../sim/math/arithmetic.js';
import { gammaQuantile } from '../../sim/math/gamma.js';
import { normalQuantile } from '../../sim/math/normal.js';
import { Family, Quantiles } from '../../sim/primitives/quantiles.js';

const DRAWS = 100_000;

/** Shapes of the catalogue, and the largest relative error that their tables may have. */
const SHAPES: readonly [name: string, quantile: (u: number) => number, error: number][] = [
  ['exponential', (u) => -ln(1 - u), 3e-9],
  ['lognormal, sigma 0.5', (u) => exp(0.5 * normalQuantile(u)), 3e-9],
  ['lognormal, sigma 2', (u) => exp(2 * normalQuantile(u)), 3e-8],
  ['gamma, shape 4', (u) => gammaQuantile(4, u), 3e-9],
  ['gamma, shape 0.25', (u) => gammaQuantile(0.25, u), 3e-7],
];

describe.each(SHAPES)('the table of the %s', (_, quantile, error) => {
  const table = new Quantiles(quantile);

  it(`is within ${error} of the quantile function, tails included`, () => {
    let worst = 0;
    for (let n = 0; n < DRAWS; n++) {
      const u = draw({ keyHigh: 7, keyLow: n }, 1);
      // Every other one in a tail, as far out as one in a billion.
      const p = n % 2 === 0 ? u : exp(-20 * u);
      for (const each of [p, 1 - p]) {
        const exact = quantile(each);
        if (exact > 1e-4) worst = Math.max(worst, Math.abs(table.at(each) / exact - 1));
      }
    }
    expect(worst).toBeLessThan(error);
    expect(worst).toBeGreaterThan(0);
  });

  it('meets itself where cells, octaves and halves meet', () => {
    for (let octave = 2; octave <= 2 ** 21; octave *= 2) {
      for (let cell = 33; cell <= 64; cell++) {
        const border = cell / 64 / octave;
        for (const u of [border, 1 - border]) {
          const [below, above] = [table.at(u * (1 - 1e-15)), table.at(u)];
          expect(Math.abs(above - below)).toBeLessThanOrEqual(1e-8 * Math.abs(above) + 1e-14);
        }
      }
    }
  });
});

describe('a family', () => {
  it('gives shapes their table, and does not keep every one for ever', () => {
    let made = 0;
    const family = new Family((shape) => {
      made++;
      return (u) => shape * u;
    });
    expect(family.of(3)).toBe(family.of(3));
    expect(made).toBe(1);
    for (let shape = 0; shape < 200; shape++) family.of(shape);
    const before = made;
    family.of(3);
    expect(made).toBe(before + 1);
    expect(family.of(3).at(0.25)).toBeCloseTo(0.75, 12);
  });
});
