/** Numbers as people read them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clock, span } from '../../reports/numbers/clock.js';
import { fixed, significant } from '../../reports/numbers/digits.js';
import { interval } from '../../reports/numbers/interval.js';
import { change, quantity, relative, type Unit } from '../../reports/numbers/quantity.js';

const UNITS: readonly Unit[] = ['duration', 'share', 'rate', 'count', 'ratio'];
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 });
const unit = fc.constantFrom(...UNITS);
/** Nothing of how computers write numbers. */
const COMPUTERISH = /NaN|undefined|null|Infinity|e[+-]?\d|-\d/;

describe('quantities', () => {
  it.each<[number | null, Unit, string]>([
    [24_300_000, 'duration', '24.3 ms'],
    [1500, 'duration', '1.50 µs'],
    [999, 'duration', '999 ns'],
    [0, 'duration', '0 ms'],
    [61.2e9, 'duration', '61.2 s'],
    [15 * 60e9, 'duration', '15 min'],
    [4 * 3600e9, 'duration', '4 h'],
    [0.9975, 'share', '99.75 %'],
    [0.57, 'share', '57 %'],
    [1, 'share', '100 %'],
    [0.9999999999, 'share', '>99.9999 %'],
    [1e-9, 'share', '<0.0001 %'],
    [299.96, 'rate', '300/s'],
    [15_787, 'count', '15,787'],
    [2.697, 'ratio', '2.70×'],
    [null, 'rate', '–'],
    [Number.POSITIVE_INFINITY, 'duration', 'never'],
  ])('%s of %s is %s', (value, of, text) => {
    expect(quantity(value, of)).toBe(text);
  });

  it('are never written like a computer does', () => {
    fc.assert(
      fc.property(finite, unit, (value, of) => {
        expect(quantity(value, of)).not.toMatch(COMPUTERISH);
        expect(change(value, of)).not.toMatch(COMPUTERISH);
      }),
    );
  });

  it('a share is only written as all or nothing when it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (value) => {
        expect(['0 %', '100 %']).not.toContain(quantity(value, 'share'));
      }),
    );
  });
});

describe('digits', () => {
  it('keep three that matter, and thousands apart', () => {
    expect([1234.5678, 9.996, 0.012345, -2.5, 1e6].map((each) => significant(each))).toEqual([
      '1,235',
      '10.0',
      '0.0123',
      '−2.50',
      '1,000,000',
    ]);
  });

  it('never move a value by more than half of the last one', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        const read = Number(significant(value).replaceAll(',', ''));
        expect(Math.abs(read - value)).toBeLessThanOrEqual(value * 0.00501);
      }),
    );
  });

  it('nothing that is rounded to nothing is negative', () => {
    expect(fixed(-0.001, 2)).toBe('0.00');
  });
});

describe('changes', () => {
  it.each<[number, Unit, string]>([
    [0.212, 'share', '+21 points'],
    [-0.0092, 'share', '−0.92 points'],
    [-912e6, 'duration', '−912 ms'],
    [3, 'count', '+3'],
  ])('%s of %s is %s', (value, of, text) => {
    expect(change(value, of)).toBe(text);
  });

  it('are told in per cent, and as times where that says more', () => {
    expect([relative(676, 24.3), relative(100, 480), relative(100, 124)]).toEqual([
      '−96 %',
      '4.8 times',
      '+24 %',
    ]);
  });
});

describe('intervals', () => {
  const estimate = (mean: number, half: number) => ({ mean, low: mean - half, high: mean + half });

  it.each<[number, number, Unit, string]>([
    [24_312_345, 312_000, 'duration', '24.3 ± 0.4 ms'],
    [0.788, 0.006, 'share', '78.8 ± 0.6 %'],
    [27.6, 0.14, 'ratio', '27.60 ± 0.14×'],
    [5, 0, 'count', '5'],
  ])('%s ± %s of %s is %s', (mean, half, of, text) => {
    expect(interval(estimate(mean, half), of)).toBe(text);
  });

  it('are never written narrower than they are', () => {
    const positive = fc.double({ min: 0.001, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (mean, half) => {
        const [, written = ''] = interval(estimate(mean, half), 'ratio').split(' ± ');
        const read = Number(written.replaceAll(',', '').replace('×', ''));
        expect(read).toBeGreaterThanOrEqual(half * (1 - 1e-6));
      }),
    );
  });
});

describe('points and lengths of time', () => {
  it('are as fine as the run is long', () => {
    expect([clock(12.5, 60), clock(179.9, 300), clock(12_000, 86_400)]).toEqual([
      '12.5 s',
      '3:00',
      '3:20 h',
    ]);
    expect([span(0), span(90), span(3600), span(3725)]).toEqual([
      '0 s',
      '1 min 30 s',
      '1 h',
      '1 h 2 min 5 s',
    ]);
  });
});
