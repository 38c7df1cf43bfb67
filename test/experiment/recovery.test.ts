/** Recovery: when useful answers are back after the last fault, on systems whose course is known. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../sim/index.js';
import type { WrittenScenario } from '../../sim/scenario/shape.js';

/** Recovery in each replication, in seconds. */
function recoveries(scenario: WrittenScenario): readonly (number | null)[] {
  const values = simulate(scenario).strategies[0]?.measures.recovery?.values ?? [];
  return values.map((value) => (value === null ? null : value / 1e9));
}

/** A service with one thread that does a hundred requests a second, the clock in slices of a second. */
const shop: WrittenScenario = {
  run: { duration: '240s', warmup: '0s', replications: 1 },
  clients: { users: { calls: 'shop.buy', load: { constant: '50/s' }, patience: '1s' } },
  services: { shop: { threads: 1, operations: { buy: [{ work: '10ms' }] } } },
};

describe('recovery', () => {
  it('is nothing after a fault that did no harm, however few the requests and long their answers', () => {
    const values = recoveries({
      ...shop,
      run: { duration: '120s', warmup: '0s', replications: 20 },
      clients: { users: { calls: 'shop.buy', load: '3/s' } },
      services: { shop: { threads: 'unlimited', operations: { buy: [{ wait: '2s' }] } } },
      faults: [{ at: '60s', for: '1ms', latency: 'users -> shop', by: '1ms' }],
    });
    expect(values).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it('is nothing where some requests always fail by chance', () => {
    const values = recoveries({
      ...shop,
      run: { duration: '240s', warmup: '0s', replications: 20 },
      clients: { users: { calls: 'shop.buy', load: '5/s' } },
      services: { shop: { operations: { buy: [{ work: '1ms' }, { fail: 0.2 }] } } },
      faults: [{ at: '60s', for: '1ms', latency: 'users -> shop', by: '1ms' }],
    });
    expect(values).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it('is nothing when what waited was served in time', () => {
    expect(recoveries({ ...shop, faults: [{ at: '60s', for: '1s', freeze: 'shop' }] })).toEqual([
      0,
    ]);
  });

  it('lasts until the backlog is so short that answers come in time', () => {
    // Frozen from 60 to 70 s, then two are done for each that came: after x seconds the one that came at 60 + 2x, which
    // has waited for 10 - x. That is short enough at 79 s.
    expect(recoveries({ ...shop, faults: [{ at: '60s', for: '10s', freeze: 'shop' }] })).toEqual([
      9,
    ]);
  });

  it('never comes while the line grows, although who waits long enough is answered', () => {
    const growing: WrittenScenario = {
      ...shop,
      run: { ...shop.run, drain: '10m' },
      clients: {
        users: {
          calls: 'shop.buy',
          load: {
            profile: [
              { at: '0s', rate: '50/s' },
              { at: '60s', rate: '105/s' },
            ],
          },
        },
      },
      faults: [{ at: '60s', for: '1s', freeze: 'shop' }],
    };
    expect(recoveries(growing)).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('is judged for each client by its own latencies', () => {
    const retrying: WrittenScenario = {
      ...shop,
      clients: { users: { calls: 'shop.buy', load: { constant: '70/s' } } },
      policies: {
        default: [{ retry: { attempts: 3, backoff: { constant: '0s' } } }, { timeout: '500ms' }],
      },
      faults: [{ at: '60s', for: '20s', freeze: 'shop' }],
    };
    expect(recoveries(retrying)).toEqual([Number.POSITIVE_INFINITY]);
    const beside: WrittenScenario = {
      ...retrying,
      clients: {
        ...retrying.clients,
        reports: { calls: 'archive.read', load: { constant: '1/s' } },
      },
      services: {
        ...retrying.services,
        archive: { threads: 'unlimited', operations: { read: [{ wait: '100s' }] } },
      },
      policies: { 'users -> shop': retrying.policies?.default ?? [] },
    };
    expect(recoveries(beside)).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('is told as well as can be of the little that follows a late fault', () => {
    const harmful = [{ at: '225s', for: '12s', freeze: 'shop' }] as const;
    expect(recoveries({ ...shop, faults: harmful })).toEqual([Number.POSITIVE_INFINITY]);
    const harmless = [{ at: '236s', for: '500ms', freeze: 'shop' }] as const;
    expect(recoveries({ ...shop, faults: harmless })).toEqual([0]);
  });

  it('has no value without a fault that ends, and without anything before it', () => {
    expect(recoveries(shop)).toEqual([null]);
    const load = { times: ['1s', '2s', '3s'] } as const;
    const silent = { ...shop, clients: { users: { calls: 'shop.buy', load } } };
    expect(recoveries({ ...silent, faults: [{ at: '60s', for: '9s', freeze: 'shop' }] })).toEqual([
      null,
    ]);
    expect(recoveries({ ...shop, faults: [{ at: '60s', freeze: 'shop' }] })).toEqual([null]);
    expect(recoveries({ ...shop, faults: [{ at: '0s', for: '9s', freeze: 'shop' }] })).toEqual([
      null,
    ]);
  });
});
