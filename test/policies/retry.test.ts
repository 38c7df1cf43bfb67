import { describe, expect, it } from 'vitest';
import { ends, play } from './stage.js';

const failing = [{ after: 10, fault: 'server-error' as const }];

function retry(options: object) {
  return [{ retry: options }];
}

describe('retry', () => {
  it('counts the first attempt: three attempts are two retries', () => {
    const played = play({
      policies: retry({ attempts: 3, backoff: { constant: '5ms', jitter: 'none' } }),
      calls: [0],
      callee: failing,
    });
    expect(played.reached).toEqual([0, 15, 30]);
    expect(ends(played)).toEqual(['server-error@40']);
  });

  it('stops at the first success', () => {
    const played = play({
      policies: retry({ attempts: 5, backoff: { constant: '0s', jitter: 'none' } }),
      calls: [0],
      callee: [...failing, { after: 20 }],
    });
    expect(played.reached).toEqual([0, 10]);
    expect(ends(played)).toEqual(['ok@30']);
  });

  it('waits exponentially longer, up to the cap', () => {
    const played = play({
      policies: retry({
        attempts: 5,
        backoff: { exponential: '100ms', jitter: 'none', cap: '300ms' },
      }),
      calls: [0],
      callee: [{ after: 0, fault: 'server-error' }],
    });
    expect(played.reached).toEqual([0, 100, 300, 600, 900]);
  });

  it('waits linearly longer', () => {
    const played = play({
      policies: retry({ attempts: 4, backoff: { linear: '50ms', jitter: 'none' } }),
      calls: [0],
      callee: [{ after: 0, fault: 'server-error' }],
    });
    expect(played.reached).toEqual([0, 50, 150, 300]);
  });

  it('keeps each jitter within its bounds, and spreads it', () => {
    const bounds = { full: [0, 100], equal: [50, 100], decorrelated: [100, 300] } as const;
    for (const [jitter, [low, high]] of Object.entries(bounds)) {
      const calls = Array.from({ length: 400 }, (_, index) => index * 10_000);
      const { reached } = play({
        policies: retry({ attempts: 2, backoff: { exponential: '100ms', jitter } }),
        calls,
        callee: [{ after: 0, fault: 'server-error' }],
      });
      const delays = calls.map((at, index) => (reached[2 * index + 1] as number) - at);
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...delays)).toBeLessThanOrEqual(high);
      const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
      // Four standard errors of a uniform mean.
      const error = (4 * (high - low)) / Math.sqrt(12 * delays.length);
      expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(error);
    }
  });

  it('does not retry what will not pass', () => {
    const callee = [{ after: 10, fault: 'deadline-exceeded' as const }];
    expect(play({ policies: retry({}), calls: [0], callee }).reached).toEqual([0]);
  });

  it('retries only the faults it is told to', () => {
    const policies = retry({ attempts: 2, on: ['timeout'], backoff: { constant: '0s' } });
    expect(play({ policies, calls: [0], callee: failing }).reached).toEqual([0]);
    const callee = [{ after: 10, fault: 'timeout' as const }];
    expect(play({ policies, calls: [0], callee }).reached).toEqual([0, 10]);
  });

  it('spends no more retries than its budget has earned', () => {
    const calls = Array.from({ length: 1000 }, (_, index) => index * 100);
    const { reached } = play({
      policies: retry({
        attempts: 3,
        backoff: { constant: '0s' },
        budget: { ratio: '10%', capacity: 5 },
      }),
      calls,
      callee: failing,
    });
    // Five saved at the start, and one for every ten calls; the first call earns nothing: it is full.
    expect(reached.length - calls.length).toBe(5 + 99);
  });

  it('ends with the caller, during an attempt and between two', () => {
    const policies = retry({ attempts: 9, backoff: { constant: '50ms', jitter: 'none' } });
    const during = play({ policies, calls: [0], callee: ['hangs'], leaves: [[0, 30]] });
    expect(during.stopped).toEqual([30]);
    const between = play({ policies, calls: [0], callee: failing, leaves: [[0, 30]] });
    expect(between.reached).toEqual([0]);
    expect([during.open, between.open]).toEqual([0, 0]);
  });
});
