/** Callers that turn their own calls away (S4 to S6): probabilities by their formulas, shares by counting. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../sim/kernel/time.js';
import { exp } from '../../sim/math/arithmetic.js';
import { admissions } from '../../sim/policies/admissions/index.js';
import { ends, play } from './stage.js';

const times = (count: number, gap: number, from = 0) =>
  Array.from({ length: count }, (_, index) => from + index * gap);

describe('adaptive throttling of the SRE book (S4)', () => {
  const make = (k = 2) => admissions.get('adaptive-throttling').create({ k, window: 120 * SECOND });

  it('turns away the excess over k times what was taken on', () => {
    const rule = make();
    for (let n = 0; n < 10; n++) rule.answered(n < 4, 0);
    expect(rule.rejection(0)).toBeCloseTo((10 - 2 * 4) / 11, 12);
    // What is turned away here counts as asked for.
    for (let n = 0; n < 5; n++) rule.turnedAway?.(0);
    expect(rule.rejection(0)).toBeCloseTo((15 - 2 * 4) / 16, 12);
    expect(rule.rejection(121 * SECOND)).toBe(0);
  });

  it('does nothing while half is taken on', () => {
    const rule = make();
    for (let n = 0; n < 10; n++) rule.answered(n % 2 === 0, 0);
    expect(rule.rejection(0)).toBe(0);
  });

  it('sends about twice as much as the callee takes on', () => {
    const calls = times(50_000, 2);
    const policies = ['admission', { 'rate-limit': '100/s' }];
    const kinds = ends(play({ policies, calls, callee: [{ after: 0 }] })).map(
      (each) => each.split('@')[0],
    );
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(count('ok')).toBeGreaterThan(6_000);
    const sent = count('ok') + count('rate-limited');
    expect(Math.abs(sent / count('ok') - 2)).toBeLessThan(0.1);
    expect(count('shed')).toBe(50_000 - sent);
  });
});

describe("Envoy's admission control (S5)", () => {
  const make = (more: object = {}) =>
    admissions.get('success-ratio').create({
      threshold: 0.95,
      window: 30 * SECOND,
      aggression: 1,
      'least-rate': 0,
      most: 0.8,
      ...more,
    });
  const rejectionAfter = (rule: ReturnType<typeof make>, good: number, of: number) => {
    for (let n = 0; n < of; n++) rule.answered(n < good, 0);
    return rule.rejection(0);
  };

  it('turns away what is missing to the threshold', () => {
    expect(rejectionAfter(make(), 50, 100)).toBeCloseTo((100 - 50 / 0.95) / 101, 12);
    expect(rejectionAfter(make(), 95, 100)).toBe(0);
  });

  it('at most so much, and more from the start with aggression', () => {
    expect(rejectionAfter(make(), 0, 1000)).toBe(0.8);
    expect(rejectionAfter(make({ aggression: 2 }), 50, 100)).toBeCloseTo(
      Math.sqrt((100 - 50 / 0.95) / 101),
      12,
    );
  });

  it('counts only what was sent, of the last thirty seconds, above a rate', () => {
    const rule = make();
    expect(rule.turnedAway).toBeUndefined();
    rejectionAfter(rule, 0, 10);
    expect(rule.rejection(29 * SECOND)).toBeGreaterThan(0);
    expect(rule.rejection(31 * SECOND)).toBe(0);
    expect(rejectionAfter(make({ 'least-rate': 200 }), 0, 100)).toBe(0);
  });

  it('takes every failure for one but rate limits', () => {
    const failing = (fault: 'timeout' | 'rate-limited') => {
      const callee = [{ after: 0, fault }];
      return play({ policies: [{ admission: 'success-ratio' }], calls: times(300, 10), callee })
        .reached.length;
    };
    expect(failing('rate-limited')).toBe(300);
    expect(failing('timeout')).toBeLessThan(150);
  });
});

describe("Finagle's nack admission (S6)", () => {
  const make = () =>
    admissions.get('nacks').create({
      threshold: 0.5,
      window: 120 * SECOND,
      'least-rate': 5,
      most: 0.75,
    });

  it('turns away by how far the average is below a half, at most three quarters', () => {
    const rule = make();
    const at = (second: number) => {
      let rejection = 0;
      for (let n = 0; n < 10; n++) rejection = rule.rejection(second * SECOND + n);
      return rejection;
    };
    for (let second = 1; second <= 100; second++) {
      at(second);
      rule.answered(false, second * SECOND + 10);
    }
    // exp(-100 / 120) is still 0.43.
    expect(at(101)).toBeCloseTo(1 - 2 * exp(-(100 * SECOND + 10) / (120 * SECOND)), 9);
    for (let second = 101; second <= 400; second++) {
      at(second);
      rule.answered(false, second * SECOND + 10);
    }
    expect(at(401)).toBe(0.75);
  });

  it('does nothing below five calls a second, and recovers there', () => {
    const policies = [{ admission: 'nacks' }];
    const callee = [{ after: 0, fault: 'queue-full' as const }];
    expect(play({ policies, calls: times(1000, 300), callee }).reached).toHaveLength(1000);
    const { reached } = play({ policies, calls: times(4000, 100), callee });
    expect(reached.length).toBeLessThan(3000);
  });
});

describe('admission', () => {
  it('goes by the faults that the scenario names', () => {
    const callee = [{ after: 0, fault: 'timeout' as const }];
    const calls = times(200, 1);
    expect(play({ policies: ['admission'], calls, callee }).reached).toHaveLength(200);
    const named = play({ policies: [{ admission: { refusals: ['timeout'] } }], calls, callee });
    expect(named.reached.length).toBeLessThan(30);
    expect(new Set(ends(named).map((each) => each.split('@')[0]))).toEqual(
      new Set(['timeout', 'shed']),
    );
  });
});
