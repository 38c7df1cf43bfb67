/** Queues that turn away what has waited for too long (S1, S2), before one thread that takes 10 ms a call. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

function answers(
  discipline: unknown,
  times: readonly number[],
  more: object = {},
): readonly string[] {
  return trace({
    clients: { users: { calls: 'shop.buy', load: { times: times.map((at) => `${at}ms`) } } },
    services: {
      shop: { threads: 1, queue: { discipline }, operations: { buy: [{ work: '10ms' }] } },
    },
    ...more,
  } as Scenario).answers;
}

const every = (gap: number, count: number) => Array.from({ length: count }, (_, n) => n * gap);
const ofKind = (list: readonly string[], kind: string) =>
  list.filter((each) => each.startsWith(kind));

describe('CoDel as folly has it (S1)', () => {
  it('lets a burst pass that is over within an interval', () => {
    expect(ofKind(answers('codel', new Array(10).fill(0)), 'ok')).toHaveLength(10);
  });

  it('turns away calls that waited twice the target, once an interval had no short wait', () => {
    // Twice as many calls as can be served: the wait grows by 5 ms with each call.
    const seen = answers('codel', every(5, 100));
    const first = seen.findIndex((each) => each.startsWith('shed'));
    // The interval from 10 to 110 ms has a wait of 5 ms, which is not above the target. The next one is judged by the
    // first call taken after 220 ms, which always passes; the one after it is the first to be turned away.
    expect(Number(seen[first]?.split('@')[1])).toBe(240);
    // From then on the calls that are served have waited for no more than 10 ms, but for one in each interval.
    const late = seen
      .slice(first)
      .map((each, index) => [each, (first + index) * 5] as const)
      .filter(([each]) => each.startsWith('ok'))
      .map(([each, sent]) => Number(each.split('@')[1]) - 10 - sent);
    expect(late.filter((wait) => wait > 10).length).toBeLessThanOrEqual(4);
    expect(late.length).toBeGreaterThan(20);
  });

  it('stops when the queue is short again', () => {
    const seen = answers('codel', [...every(5, 100), ...every(20, 50).map((at) => 2000 + at)]);
    expect(ofKind(seen.slice(110), 'shed')).toEqual([]);
  });
});

describe('controlled delay after Maurer (S2)', () => {
  it('lets a burst wait for the interval', () => {
    const seen = answers('controlled-delay', new Array(15).fill(0));
    expect(ofKind(seen, 'ok')).toHaveLength(10);
    expect(ofKind(seen, 'queue-timeout@100')).toHaveLength(5);
  });

  it('lets those who come while the queue stands wait for the short time only', () => {
    const seen = answers('controlled-delay', every(5, 60));
    const sentAt = (index: number) => index * 5;
    for (const [index, each] of seen.entries()) {
      const [kind, at] = each.split('@');
      if (kind !== 'queue-timeout') continue;
      expect([5, 100]).toContain(Number(at) - sentAt(index));
    }
    expect(ofKind(seen, 'queue-timeout').length).toBeGreaterThan(10);
  });
});

describe('adaptive LIFO (S2)', () => {
  it('serves in order until the queue stands, and then the newest', () => {
    const seen = answers('adaptive-lifo', [...new Array(14).fill(0), 95, 105]);
    // Not empty since 0: from 110 ms on the newest of those who wait is next.
    const at = seen.map((each) => Number(each.split('@')[1]));
    expect(at.slice(0, 11)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110]);
    expect(at.slice(14)).toEqual([130, 120]);
    expect(at.slice(11, 14).sort()).toEqual([140, 150, 160]);
  });

  it('is first in, first out again once it was empty', () => {
    const seen = answers('adaptive-lifo', [...new Array(14).fill(0), 1000, 1001, 1002]);
    expect(seen.slice(14)).toEqual(['ok@1010', 'ok@1020', 'ok@1030']);
  });
});

describe('a crash', () => {
  it('resets those who wait, however long they have', () => {
    const faults = [{ at: '95ms', for: '10ms', crash: 'shop' }];
    const seen = answers('codel', new Array(60).fill(0), { faults });
    expect(ofKind(seen, 'reset').length).toBeGreaterThan(0);
    expect(
      seen.filter((each) => each.endsWith('@95')).every((each) => /^(reset|ok)/.test(each)),
    ).toBe(true);
  });
});
