/** Metrics that are only computed where somebody asks: their edges. Their usual values are in the validation. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/index.js';
import type { WrittenScenario } from '../../sim/scenario/shape.js';

/** Observes measures in one replication, through a theory that asks for them. */
function observed(scenario: WrittenScenario, ...measures: readonly (readonly [string, string])[]) {
  const theory = measures.map(([measure, expected]) => ({ measure, expected, source: 'none' }));
  const { strategies } = simulate({ ...scenario, theory });
  return strategies[0]?.theory.map((each) => each.observed);
}

const once = { replications: 1, duration: '100s', warmup: '0s' } as const;
const quiet: WrittenScenario = {
  run: once,
  clients: { nobody: { calls: 'shop.buy', load: { times: ['200s'] } } },
  services: { shop: { operations: { buy: [{ work: '1s' }, { publish: 'orders' }] } } },
  brokers: { orders: { kind: 'queue', subscribers: { 'shop.buy': {} } } } as never,
};

describe('where nothing happens', () => {
  it('there is no value of what needs something to happen, and zero of what counts', () => {
    const values = observed(
      { ...quiet, services: { shop: { operations: { buy: [{ work: '1s' }] } } }, brokers: {} },
      ['in-time', '50%'],
      ['failed-after', '1s'],
      ['answered-after', '1s'],
      ['shop.cancelled', '50%'],
      ['shop.delayed', '50%'],
      ['shop.amplification', '1'],
      ['shop.wait-max', '1s'],
      ['shop.arrivals', '1/s'],
      ['shop.present-sd', '1'],
      ['under-fault', '50%'],
      ['openings', '1/s'],
      ['ejections', '1/s'],
    );
    expect(values).toEqual([null, null, null, null, null, null, null, 0, 0, 0, 0, 0]);
  });
});

describe('time under fault', () => {
  const withFaults = (faults: WrittenScenario['faults'], run = {}) =>
    observed({ ...quiet, run: { ...once, ...run }, faults } as WrittenScenario, [
      'under-fault',
      '50%',
    ])?.[0];

  it('counts overlapping faults once', () => {
    const share = withFaults([
      { at: '10s', for: '20s', slow: 'shop', factor: 2 },
      { at: '20s', for: '30s', slow: 'shop', factor: 2 },
      { at: '25s', for: '1s', slow: 'shop', factor: 2 },
    ]);
    expect(share).toBeCloseTo(0.4, 12);
  });

  it('counts what lies inside the measured time, to its end when a fault stays', () => {
    const share = withFaults(
      [
        { at: '5s', for: '10s', slow: 'shop', factor: 2 },
        { at: '90s', slow: 'shop', factor: 2 },
      ],
      { warmup: '10s' },
    );
    expect(share).toBeCloseTo(15 / 90, 12);
  });
});

describe('catching up', () => {
  const backlog = (load: WrittenScenario['clients'][string]['load'], faults: object[]) =>
    observed(
      {
        run: { replications: 1, duration: '240s', warmup: '0s' },
        clients: { users: { calls: 'front.order', load } },
        services: {
          front: { threads: 'unlimited', operations: { order: [{ publish: 'orders' }] } },
          worker: { threads: 1, operations: { handle: [{ work: '100ms' }] } },
        },
        brokers: { orders: { kind: 'queue', subscribers: { 'worker.handle': {} } } } as never,
        faults: faults as never,
      },
      ['orders.catch-up', '1s'],
    )?.[0];

  it('takes the backlog of the outage over the spare capacity', () => {
    // 5/s for 20 s is 100; worked off at 10/s - 5/s: 20 s, to within the two slices of 1 s that it begins and ends in.
    const outage = { at: '60s', for: '20s', freeze: 'worker' };
    const seconds = (backlog({ constant: '5/s' }, [outage]) ?? 0) / 1e9;
    expect(seconds).toBeGreaterThanOrEqual(19);
    expect(seconds).toBeLessThanOrEqual(22);
  });

  it('never comes when there is no spare capacity', () => {
    const outage = { at: '60s', for: '20s', freeze: 'worker' };
    expect(backlog({ constant: '10/s' }, [outage])).toBe(Number.POSITIVE_INFINITY);
  });

  it('is not defined without a fault, or while it lasts, or with nothing before it', () => {
    expect(backlog({ constant: '5/s' }, [])).toBeNull();
    expect(backlog({ constant: '5/s' }, [{ at: '60s', freeze: 'worker' }])).toBeNull();
    expect(backlog({ constant: '5/s' }, [{ at: '0s', for: '20s', freeze: 'worker' }])).toBeNull();
  });
});

describe('failures', () => {
  it('have what had no answer in the end among them', () => {
    const { strategies } = simulate({
      run: { duration: '10s', warmup: '0s', drain: '0s', replications: 2 },
      clients: {
        users: { calls: 'shop.buy', load: { times: ['1s', '2s', '9s'] }, patience: '6s' },
      },
      services: { shop: { operations: { buy: [{ wait: '20s' }] } } },
    });
    expect(strategies[0]?.clients.users?.failures).toEqual([
      { fault: 'abandoned', by: 'users', count: 2 },
      { fault: 'unanswered', by: '', count: 1 },
    ]);
  });
});
