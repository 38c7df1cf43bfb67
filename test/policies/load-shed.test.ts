import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

/** So many calls at once of each priority, the important ones last. */
function passed(policy: object, perClass: number): number[] {
  const clients = [3, 2, 1, 0].map((priority, turn) => [
    `class${priority}`,
    {
      calls: 'shop.buy',
      priority,
      load: { times: [`${turn}ms`] },
      batch: perClass,
    },
  ]);
  const { answers } = trace({
    clients: Object.fromEntries(clients),
    services: {
      shop: { threads: 'unlimited', policies: [policy], operations: { buy: [{ wait: '100ms' }] } },
    },
  } as Scenario);
  return [0, 1, 2, 3].map(
    (turn) => answers.filter((answer) => answer === `ok@${100 + turn}`).length,
  );
}

describe('load shedding by priority (S3)', () => {
  it('lets each class in up to its share', () => {
    expect(passed({ 'load-shed': 20 }, 20)).toEqual([10, 5, 3, 2]);
  });

  it('gives room back', () => {
    expect(passed({ 'load-shed': 100 }, 5)).toEqual([5, 5, 5, 5]);
  });

  it('has its last share for all beyond', () => {
    expect(passed({ 'load-shed': { calls: 10, shares: ['100%', '50%'] } }, 4)).toEqual([
      4, 1, 0, 4,
    ]);
  });
});
