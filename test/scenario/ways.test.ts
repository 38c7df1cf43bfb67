/** What lists of policies have to themselves: their dice, and the ways on which they stand. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

/** Two calls of one request, one after the other in time, each with one retry after a random wait. */
function waits(policies: NonNullable<Scenario['policies']>): number[] {
  const { answers } = trace({
    clients: {
      one: { calls: 's.x', load: { times: ['0s'] } },
      two: { calls: 's.y', load: { times: ['0s'] } },
    },
    services: {
      s: { operations: { x: [{ fail: '100%' }], y: [{ fail: '100%' }] } },
    },
    policies,
  });
  return answers.map((each) => Number(each.split('@')[1]));
}

const RETRY = [{ retry: { attempts: 2, backoff: { constant: '1s' as const } } }];

describe('policies for one operation alone', () => {
  it('throw dice of their own', () => {
    const together = waits({ '* -> s': RETRY });
    const apart = waits({ '* -> s.x': RETRY, '* -> s': RETRY });
    expect(together[1]).toBe(apart[1]);
    expect(together[0]).not.toBe(apart[0]);
  });

  it('throw the same in whatever order they are written', () => {
    const one = waits({ '* -> s.x': RETRY, '* -> s.y': RETRY });
    expect(waits({ '* -> s.y': RETRY, '* -> s.x': RETRY })).toEqual(one);
  });
});
