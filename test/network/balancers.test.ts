import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import type { WrittenScenario } from '../../sim/scenario/shape.js';

function runOf(scenario: WrittenScenario) {
  const { variants, findings } = compile(fromObject(scenario), ['']);
  expect(findings).toEqual([]);
  return runOnce(variants[0] as Variant, { replication: 0 });
}

/** Share of all the work that each of four instances got; nothing ever waits. */
function shares(balancer: NonNullable<WrittenScenario['balancing']>[string], copies = 1): number[] {
  const { services } = runOf({
    run: { duration: '20000s', warmup: '0s' },
    clients: { users: { calls: 'pool.serve', load: { constant: '10/s' }, instances: copies } },
    balancing: { default: balancer },
    services: {
      pool: {
        instances: 4,
        threads: 'unlimited',
        cores: 100,
        operations: { serve: [{ work: '1ms' }] },
      },
    },
  });
  const each = services.pool?.utilisations ?? [];
  const total = each.reduce((sum, share) => sum + share, 0);
  return each.map((share) => share / total);
}

function expectNear(observed: readonly number[], expected: readonly number[]): void {
  // 200,000 requests: a share has a standard error of 0.1 % at most.
  for (const [index, share] of expected.entries()) {
    expect(Math.abs((observed[index] ?? 0) - share), `instance ${index}`).toBeLessThan(0.005);
  }
}

describe('balancers that do not look', () => {
  it('give every instance its share', () => {
    expectNear(shares('round-robin'), [0.25, 0.25, 0.25, 0.25]);
    expectNear(shares('random'), [0.25, 0.25, 0.25, 0.25]);
    expectNear(shares('elsewhere'), [0.25, 0.25, 0.25, 0.25]);
  });

  it('go by weight, where an instance without one has 1', () => {
    expectNear(shares({ weighted: [5, 0, 2] }), [5 / 8, 0, 2 / 8, 1 / 8]);
  });

  it('mean the same instance by a weight, whichever copy of the caller asks', () => {
    expectNear(shares({ weighted: [5, 0, 2] }, 3), [5 / 8, 0, 2 / 8, 1 / 8]);
  });
});

describe('elsewhere', () => {
  /** Every request makes so many calls at once to four instances of one thread; the slowest decides. */
  function slowest(calls: number, balancer: 'elsewhere' | 'random'): number {
    const { clients } = runOf({
      run: { duration: '1000s', warmup: '0s' },
      clients: { users: { calls: 'front.ask', load: { constant: '0.1/s' } } },
      balancing: { 'front -> pool': balancer },
      services: {
        front: {
          threads: 'unlimited',
          operations: {
            ask: [{ parallel: Array.from({ length: calls }, () => ({ call: 'pool' })) }],
          },
        },
        pool: { instances: 4, threads: 1, operations: { serve: [{ work: '1s' }] } },
      },
    });
    return (clients.users?.latency.mean ?? 0) / 1e9;
  }

  it('asks nobody twice for the same request while there is somebody else', () => {
    expect(slowest(4, 'elsewhere')).toBe(1);
    expect(slowest(4, 'random')).toBeGreaterThan(1.5);
  });

  it('begins anew when everybody has been asked', () => {
    expect(slowest(8, 'elsewhere')).toBe(2);
    expect(slowest(5, 'elsewhere')).toBe(2);
  });

  it('sends a retry to another instance', () => {
    // The first instance is down: at most one attempt can find it.
    const { clients, services } = runOf({
      run: { duration: '1000s', warmup: '0s' },
      clients: { users: { calls: 'pool.serve', load: '10/s' } },
      balancing: { default: 'elsewhere' },
      services: { pool: { instances: 4, operations: { serve: [{ work: '0s' }] } } },
      policies: {
        'users -> pool': [{ retry: { attempts: 2, backoff: { constant: '0s' } } }],
      },
      faults: [{ at: '0s', crash: 'pool', instances: 1 }],
    });
    expect(clients.users?.failed).toBe(0);
    expect(
      Math.abs((services.pool?.turnedAway ?? 0) / (clients.users?.sent ?? 1) - 0.25),
    ).toBeLessThan(0.02);
  });
});
