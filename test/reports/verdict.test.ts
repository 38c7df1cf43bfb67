/** The verdict: plain sentences, and not a figure in them that is not in the result. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdict } from '../../reports/index.js';
import { quantity, relative } from '../../reports/numbers/quantity.js';
import type { ExperimentResult } from '../../sim/index.js';
import { runs } from '../property/runs.js';
import { made, results } from './made.js';
import { shop } from './shop.js';

const never = Number.POSITIVE_INFINITY;
const about = (mean: number) => [0.98, 0.99, 1, 1.01, 1.02].map((factor) => mean * factor);
const always = (value: number) => [value, value, value, value, value];

describe('who meets the objectives', () => {
  it('is said first, then what the others miss them by', () => {
    const result = made({
      plain: { success: always(0.788), p99: always(580e6) },
      queue: { success: always(1), p99: always(24.1e6) },
    });
    expect(verdict(result).slice(0, 2)).toEqual([
      'queue meets both objectives.',
      'plain misses 2 of 2: success was 78.8 %, wanted ≥ 99%; p99 was 580 ms, wanted < 500ms.',
    ]);
  });

  it('may be nobody', () => {
    const result = made({
      plain: { success: always(0.5), p99: always(1e6) },
      other: { success: always(0.6), p99: always(1e9) },
    });
    expect(verdict(result)[0]).toBe('No strategy meets both objectives; plain meets 1 of 2.');
  });

  it('a latency that nobody has is not met', () => {
    const result = made({ plain: { success: always(0), p99: [null, null, null, null, null] } });
    expect(verdict(result)[1]).toContain('p99 has no value, wanted < 500ms');
  });
});

describe('what is gained and paid', () => {
  it('names both, with figures', () => {
    const result = made({
      plain: { success: about(0.7), p99: about(600e6), messages: about(100) },
      queue: { success: about(0.9), p99: about(24e6), messages: about(250) },
    });
    expect(verdict(result)).toContain(
      'Against plain, queue improves success from 70 % to 90 % and p99 from 600 ms to 24 ms (−96 %); it pays with messages from 100/s to 250/s (+150 %).',
    );
  });

  it('says nothing of what may be chance', () => {
    const result = made({
      plain: { success: [0.7, 0.9, 0.6, 0.8, 0.7] },
      other: { success: [0.8, 0.7, 0.9, 0.6, 0.8] },
    });
    expect(verdict(result)).toContain('Between other and plain no difference is shown.');
  });

  it('speed that comes of fewer answers is no gain', () => {
    const result = made({
      plain: { success: about(0.9), p99: about(600e6) },
      hasty: { success: about(0.3), p99: about(60e6) },
    });
    expect(verdict(result)).toContain(
      'Against plain, hasty improves nothing and worsens success from 90 % to 30 %.',
    );
  });
});

describe('metastable failures', () => {
  it('are told with how often', () => {
    const result = made({
      plain: { success: always(1), recovery: always(0) },
      retry: { success: always(1), recovery: [0, never, never, 0, never] },
    });
    expect(verdict(result).join(' ')).toMatch(/retry never recovers in 3 of 5 replications: /);
  });
});

it('few replications are owned up to', () => {
  expect(verdict(shop()).at(-1)).toBe(
    '3 replications give wide intervals: small differences may be real and not be shown.',
  );
});

const figuresIn = (text: string) => text.match(/\d[\d,]*(?:\.\d+)?/g) ?? [];
/** Counts, confidence, percentiles and limits: 3 of 4, 95 % intervals, p99.9, wanted < 500ms. */
const OWN = [...Array(11).keys(), 50, 95, 99, 99.9, 500].map(String);

/** Whatever a sentence may tell of a result. */
function known({ strategies, scenario }: ExperimentResult): Set<string> {
  const { duration } = scenario;
  // The run ends 25 s after its fault.
  const times = [duration, 25].map(String);
  const means = strategies.flatMap(({ measures }) =>
    Object.entries(measures).flatMap(([measure, { mean, unit }]) => {
      const base = strategies[0]?.measures[measure]?.mean ?? null;
      const finite = mean !== null && base !== null && Number.isFinite(mean / base);
      return [quantity(mean, unit), finite ? relative(base, mean) : ''];
    }),
  );
  return new Set([...OWN, ...times, ...means.flatMap(figuresIn)]);
}

describe('whatever the result', () => {
  it('every figure of every sentence is in it', () => {
    fc.assert(
      fc.property(results, (result) => {
        const allowed = known(result);
        const told = verdict(result).flatMap(figuresIn);
        expect(told.filter((figure) => !allowed.has(figure))).toEqual([]);
      }),
      runs(150),
    );
  });

  it('sentences are whole', () => {
    fc.assert(
      fc.property(results, (result) => {
        for (const sentence of verdict(result)) {
          expect(sentence).toMatch(/^\S.*\S\.$/);
          expect(sentence).not.toMatch(/NaN|undefined|null|Infinity|\[object| {2}|\(\)/);
        }
      }),
      runs(150),
    );
  });
});
