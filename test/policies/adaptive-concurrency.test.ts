/** Limits that find themselves (AC1 to AC6): vectors of the original classes, and the policy around them. */
import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../sim/kernel/time.js';
import type { ConcurrencyLimit, ConcurrencySample } from '../../sim/policies/concurrency-limit.js';
import { concurrencyLimits } from '../../sim/policies/concurrency-limits/index.js';
import { Windowed } from '../../sim/policies/concurrency-limits/windowed.js';
import { ends, play, type Reply } from './stage.js';

/** A sample by its time in milliseconds; calls under way are as many as the limit unless told. */
type Step = readonly [took: number | 'drop', inFlight?: number];

const sample = (took: number, inFlight: number, more: Partial<ConcurrencySample> = {}) => ({
  startedAt: 0,
  took: took * MILLISECOND,
  inFlight,
  ended: 'well' as const,
  u: 0.5,
  ...more,
});

function limits(limit: ConcurrencyLimit, steps: readonly Step[]): number[] {
  return steps.map(([took, inFlight = limit.limit(0)]) => {
    const ended = took === 'drop' ? 'dropped' : 'well';
    limit.sample(sample(took === 'drop' ? 10 : took, inFlight, { ended }), 0);
    return limit.limit(0);
  });
}

const rtt = (took: number, times: number): Step[] => new Array<Step>(times).fill([took]);

const VEGAS = { initial: 20, max: 1000, smoothing: 1, 'probe-after': 1e6 };
const GRADIENT2 = {
  initial: 20,
  min: 20,
  max: 200,
  smoothing: 0.2,
  queue: 4,
  tolerance: 1.5,
  window: 600,
};

describe('limits that find themselves', () => {
  it('AIMD agrees with the original class (AC3)', () => {
    const options = { initial: 20, min: 20, max: 200, backoff: 0.9, timeout: 5 * SECOND };
    const limit = concurrencyLimits.get('aimd').create(options);
    const steps: Step[] = [[10, 9], [10, 10], [10, 30], ['drop'], [6000, 30], ['drop']];
    expect(limits(limit, steps)).toEqual([20, 21, 22, 20, 20, 20]);
  });

  it('Vegas agrees with the original class (AC1)', () => {
    const limit = concurrencyLimits.get('vegas').create(VEGAS);
    const steps: Step[] = [
      ...rtt(10, 4),
      [11],
      [13],
      [20],
      ...rtt(30, 3),
      ...rtt(10, 2),
      ['drop'],
      [10, 1],
    ];
    expect(limits(limit, steps)).toEqual([20, 26, 32, 38, 38, 37, 36, 35, 34, 33, 39, 45, 44, 44]);
  });

  it('Vegas measures the shortest time anew after a while', () => {
    const limit = concurrencyLimits.get('vegas').create({ ...VEGAS, 'probe-after': 1 });
    // It shrinks by one each time, until the tenth sample: more than 0.75 * 12. That one is taken for the shortest.
    expect(limits(limit, [[10], ...rtt(40, 8)]).at(-1)).toBe(12);
    expect(limits(limit, rtt(40, 2))).toEqual([12, 18]);
  });

  it('Gradient2 agrees with the original class (AC2)', () => {
    const limit = concurrencyLimits.get('gradient2').create(GRADIENT2);
    expect(limits(limit, rtt(10, 10))).toEqual([20, 21, 22, 23, 24, 24, 25, 26, 27, 28]);
    expect(limits(limit, rtt(40, 10))).toEqual([26, 24, 22, 21, 20, 20, 20, 20, 20, 20]);
    expect(limits(limit, rtt(10, 10))).toEqual([20, 21, 22, 23, 24, 24, 25, 26, 27, 28]);
  });

  it('ignored samples say nothing (AC5)', () => {
    for (const [kind, options] of [
      ['vegas', VEGAS],
      ['gradient2', GRADIENT2],
    ] as const) {
      const limit = concurrencyLimits.get(kind).create(options as never);
      limits(limit, rtt(10, 3));
      const before = limit.limit(0);
      limit.sample(sample(900, before, { ended: 'ignored' }), 0);
      expect(limit.limit(0)).toBe(before);
    }
  });

  it('a window passes on the mean time, the most under way, any drop (AC4)', () => {
    const seen: ConcurrencySample[] = [];
    const inner = { limit: () => 20, sample: (each: ConcurrencySample) => void seen.push(each) };
    const window = new Windowed(inner, { least: SECOND, most: SECOND, calls: 10 });
    const feed = (count: number, from: number, ended: ConcurrencySample['ended'] = 'well') => {
      for (let n = 0; n < count; n++) {
        window.sample(sample(10 + n, n, { ended }), (from + n) * MILLISECOND);
      }
    };
    feed(9, 1);
    window.sample(sample(0.05, 99), 50 * MILLISECOND);
    expect(seen).toEqual([]);
    feed(1, 100);
    expect(seen).toMatchObject([{ took: 13.6 * MILLISECOND, inFlight: 8, ended: 'well' }]);
    // The next one is a second long at least.
    feed(30, 200);
    expect(seen).toHaveLength(1);
    feed(1, 1050, 'dropped');
    feed(1, 1101);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toMatchObject({ inFlight: 29, ended: 'dropped' });
  });
});

describe("Envoy's gradient (AC6)", () => {
  const options = {
    min: 3,
    max: 1000,
    percentile: 0.5,
    requests: 50,
    update: 100 * MILLISECOND,
    recalibrate: 60 * SECOND,
    jitter: 0,
    buffer: 0.25,
  };
  const made = () => concurrencyLimits.get('envoy-gradient').create(options);
  const feed = (limit: ConcurrencyLimit, took: number, at: number, count = 1) => {
    for (let n = 0; n < count; n++) {
      limit.sample(sample(took, 1, { startedAt: (at - took) * MILLISECOND }), at * MILLISECOND);
    }
  };

  it('starts with few calls until fifty answers have shown how fast it can be', () => {
    const limit = made();
    feed(limit, 10, 100, 49);
    expect(limit.limit(150 * MILLISECOND)).toBe(3);
    feed(limit, 10, 200);
    // At the ideal time: 3 * 1.25 = 3.75, and its root 1.93.
    feed(limit, 10, 250);
    expect(limit.limit(299 * MILLISECOND)).toBe(3);
    expect(limit.limit(300 * MILLISECOND)).toBe(5);
  });

  it('follows the ratio of ideal and present time, between a half and two', () => {
    const limit = made();
    feed(limit, 10, 100, 50);
    let at = 150;
    const step = (took: number) => {
      feed(limit, took, at);
      at += 100;
      return limit.limit(at * MILLISECOND);
    };
    // 3 -> 5 -> 6.25 + 2.5 -> 10 + 3.16 -> 16.25 + 4.03
    expect([step(10), step(10), step(10), step(10)]).toEqual([5, 8, 13, 20]);
    // Ten times slower: halved, and a root for the burst.
    expect([step(100), step(100)]).toEqual([13, 9]);
    expect(step(1)).toBe(22);
  });

  it('measures anew when it is time, without the calls of before', () => {
    const limit = made();
    feed(limit, 10, 100, 50);
    feed(limit, 10, 150, 1);
    expect(limit.limit(60_099 * MILLISECOND)).toBe(5);
    expect(limit.limit(60_100 * MILLISECOND)).toBe(3);
    feed(limit, 500, 60_200, 60);
    expect(limit.limit(60_300 * MILLISECOND)).toBe(3);
    feed(limit, 20, 60_350, 50);
    expect(limit.limit(60_360 * MILLISECOND)).toBe(5);
  });

  it('measures anew after five windows at its least', () => {
    const limit = made();
    feed(limit, 10, 100, 50);
    for (let at = 150; at < 650; at += 100) feed(limit, 90, at);
    // Five windows: 1.5 + 1.2 is 3 at least. A call from before the measurement does not count for it.
    expect(limit.limit(700 * MILLISECOND)).toBe(3);
    feed(limit, 200, 750, 50);
    feed(limit, 90, 950, 50);
    feed(limit, 90, 1000);
    expect(limit.limit(1100 * MILLISECOND)).toBe(5);
  });
});

describe('adaptive concurrency', () => {
  const aimd = { aimd: { initial: 2, min: 1, max: 10, backoff: '50%' } };
  const policy = (more: object = {}) => [{ 'adaptive-concurrency': { limit: aimd, ...more } }];

  it('turns away what comes on top, and grows with good answers', () => {
    const played = play({
      policies: policy(),
      calls: [0, 0, 0, 50, 50, 50, 50],
      callee: [{ after: 10 }],
    });
    expect(ends(played)).toEqual(['ok@10', 'ok@10', 'shed@0', 'ok@60', 'ok@60', 'ok@60', 'ok@60']);
  });

  it('shrinks after a drop, and not after other failures', () => {
    const thereafter = (fault: 'timeout' | 'server-error') => {
      const callee: Reply[] = [{ after: 10, fault }, { after: 10, fault }, { after: 10 }];
      return ends(play({ policies: policy(), calls: [0, 0, 50, 50], callee })).slice(2);
    };
    expect(thereafter('timeout')).toEqual(['ok@60', 'shed@50']);
    expect(thereafter('server-error')).toEqual(['ok@60', 'ok@60']);
  });

  it('lets the newest of its backlog in first, for so long (AC5)', () => {
    const policies = policy({ backlog: 2, 'max-wait': '105ms' });
    const played = play({ policies, calls: [0, 0, 10, 20, 30], callee: [{ after: 100 }] });
    expect(ends(played)).toEqual(['ok@100', 'ok@100', 'ok@200', 'ok@200', 'shed@30']);
    const late = play({
      policies,
      calls: [0, 0, 10, 20],
      callee: [{ after: 118 }, 'hangs', { after: 1 }],
    });
    expect(ends(late).slice(2)).toEqual(['shed@115', 'ok@119']);
  });

  it('forgets those who leave, inside and in line', () => {
    const played = play({
      policies: policy({ backlog: 1 }),
      calls: [0, 0, 5, 60],
      callee: ['hangs', 'hangs', { after: 10 }],
      leaves: [
        [2, 20],
        [0, 50],
      ],
    });
    expect(ends(played)).toEqual(['cancelled@50', 'never', 'cancelled@20', 'ok@70']);
  });
});
