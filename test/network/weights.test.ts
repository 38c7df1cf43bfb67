/** Weights wherever they apply, and slow start (LB2, LB4, LB8, LB9). */
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../sim/kernel/time.js';
import type { Endpoint } from '../../sim/primitives/endpoint.js';
import { OK, Outcome } from '../../sim/primitives/outcome.js';
import { callArrived } from '../../sim/services/service.js';
import { modelOf } from '../trace.js';
import { balancerOf, endpointsOf, picks, share } from './sender.js';

const FAILURE = Outcome.failure('server-error', 'callee');

describe('weights of Maglev (LB8)', () => {
  /** Slots of each endpoint: as many keys as it takes to meet nearly all of them. */
  const slots = (weights: readonly number[], count: number) => {
    const balancer = balancerOf({ maglev: { weights } }, endpointsOf(count));
    return picks(balancer, 400_000, (n) => n);
  };

  it('fill the table in proportion: 1 and 2 have 21,846 and 43,691 slots', () => {
    const seen = slots([1, 2], 2);
    // Five standard errors of a share of 400,000 keys.
    const error = 5 * Math.sqrt((1 / 3) * (2 / 3) * (1 / 400_000));
    expect(Math.abs(share(seen, 0) - 21_846 / 65_537)).toBeLessThan(error);
  });

  it('of zero get nothing, unless there is nobody else', () => {
    const endpoints = endpointsOf(2);
    const balancer = balancerOf({ maglev: { weights: [0, 1] } }, endpoints);
    expect(new Set(picks(balancer, 1000, (n) => n))).toEqual(new Set([1]));
    const alone = balancerOf({ maglev: { weights: [0, 1] } }, endpoints.slice(0, 1));
    expect(picks(alone, 3, (n) => n)).toEqual([0, 0, 0]);
  });
});

describe('weights of a ring (LB8)', () => {
  it('give an endpoint so many times as many points', () => {
    const ring = { 'ring-hash': { points: 4000, weights: [1, 3] } };
    const seen = picks(balancerOf(ring, endpointsOf(2)), 40_000, (n) => n);
    // A share of the ring is off by about 1 in the root of its points.
    expect(Math.abs(share(seen, 1) - 0.75)).toBeLessThan(0.02);
  });

  it('leave every key of the others where it was', () => {
    const weighing = (weight: number) => {
      const ring = { 'ring-hash': { points: 100, weights: [1, 1, weight] } };
      return picks(balancerOf(ring, endpointsOf(3)), 5000, (n) => n);
    };
    const before = weighing(1);
    const moved = weighing(2).filter((index, n) => index !== before[n]);
    expect(moved.length).toBeGreaterThan(0);
    expect(new Set(moved)).toEqual(new Set([2]));
  });

  it('of zero get nothing, unless there is nobody else', () => {
    const endpoints = endpointsOf(2);
    const ring = { 'ring-hash': { weights: [0, 1] } };
    expect(new Set(picks(balancerOf(ring, endpoints), 1000, (n) => n))).toEqual(new Set([1]));
    expect(picks(balancerOf(ring, endpoints.slice(0, 1)), 2, (n) => n)).toEqual([0, 0]);
  });
});

describe('least request (LB4)', () => {
  it('of four with equal weights sends a busy one a sixteenth', () => {
    const endpoints = endpointsOf(4);
    (endpoints[3] as Endpoint).inFlight = 100;
    const seen = share(picks(balancerOf('least-request', endpoints), 40_000), 3);
    expect(Math.abs(seen - 1 / 16)).toBeLessThan(5 * Math.sqrt(15 / 256 / 40_000));
  });

  it('with other weights takes turns, the earliest due first', () => {
    const balancer = balancerOf({ 'least-request': [2, 1] }, endpointsOf(2));
    // Due at 1/2, 1, 3/2, ... and at 1, 2, ...: the first of those due at once is the first.
    expect(picks(balancer, 9)).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });

  it('divides a weight by the calls under way and one, to the power of the bias', () => {
    const seen = (bias: number) => {
      const endpoints = endpointsOf(2);
      (endpoints[0] as Endpoint).inFlight = 3;
      const written = { 'least-request': { weights: [4, 1], bias } };
      return share(picks(balancerOf(written, endpoints), 10_000), 0);
    };
    expect(seen(0)).toBeCloseTo(4 / 5, 2);
    expect(seen(1)).toBeCloseTo(1 / 2, 2);
    expect(seen(2)).toBeCloseTo(1 / 5, 2);
  });
});

describe('smooth weighted round robin after failures (LB2)', () => {
  it('takes a share of the weight for each, and brings 1 back with each round', () => {
    const endpoints = endpointsOf(2);
    const written = { 'smooth-weighted': { weights: [4, 4], 'max-fails': 2 } };
    const balancer = balancerOf(written, endpoints);
    const first = endpoints[0] as Endpoint;
    balancer.answered?.(first, FAILURE, 0, 0);
    // By hand: weights 2 3 4 4 against 4 4 4 4.
    expect(picks(balancer, 4)).toEqual([1, 0, 1, 0]);
    for (let n = 0; n < 3; n++) balancer.answered?.(first, FAILURE, 0, 0);
    balancer.answered?.(first, OK, 0, 0);
    // Nothing is left of it: 0 1 2 3 against 4 4 4 4.
    expect(picks(balancer, 4)).toEqual([1, 1, 1, 0]);
  });
});

describe('slow start (LB9)', () => {
  const window = '100s';
  const at = (second: number, options: object = {}) => {
    const endpoints = endpointsOf(2, { startedAt: { 1: 1000 * SECOND } });
    const slow = { window, ...options };
    const written = { weighted: { weights: [1], 'slow-start': slow } };
    const now = (1000 + second) * SECOND;
    return share(
      picks(balancerOf(written, endpoints), 40_000, () => 0, now),
      1,
    );
  };
  const near = (seen: number, weight: number) =>
    expect(Math.abs(seen - weight / (1 + weight))).toBeLessThan(0.0125);

  it('begins with a tenth, grows with time, and is over when the window is', () => {
    near(at(0), 0.1);
    near(at(9), 0.1);
    near(at(30), 0.3);
    near(at(75), 0.75);
    near(at(100), 1);
  });

  it('grows as the root of the time with an aggression of two', () => {
    near(at(25, { aggression: 2 }), 0.5);
    near(at(49, { aggression: 2 }), 0.7);
    near(at(25, { aggression: 0.5 }), 0.1);
  });

  it('begins where it is told to, and takes no age for less than a second', () => {
    near(at(0, { least: '50%' }), 0.5);
    near(at(0, { window: '2s', least: '1%' }), 0.5);
  });

  it('is the same for smooth weighted round robin and least request', () => {
    for (const kind of ['smooth-weighted', 'least-request']) {
      const endpoints = endpointsOf(2, { startedAt: { 1: 1000 * SECOND } });
      const balancer = balancerOf({ [kind]: { weights: [1, 1], 'slow-start': window } }, endpoints);
      const seen = picks(balancer, 1300, () => 0, 1030 * SECOND);
      expect(share(seen, 1), kind).toBeCloseTo(0.3 / 1.3, 2);
    }
  });

  it('begins when the endpoint is put back, if that is later', () => {
    const endpoints = endpointsOf(2, { startedAt: { 1: 1000 * SECOND } });
    (endpoints[1] as Endpoint).putBackAt = 1050 * SECOND;
    const balancer = balancerOf({ weighted: { weights: [1], 'slow-start': window } }, endpoints);
    const seen = share(
      picks(balancer, 40_000, () => 0, 1080 * SECOND),
      1,
    );
    near(seen, 0.3);
  });

  it('spares an instance that has just been started again', () => {
    const model = modelOf({
      clients: { user: { calls: 's.go', load: { constant: '100/s' } } },
      services: { s: { instances: 2, operations: { go: [{ wait: '1ms' }] } } },
      balancing: { 'user -> s': { 'smooth-weighted': { weights: [1, 1], 'slow-start': '40s' } } },
      faults: [{ crash: 's', instances: 1, at: '10s', for: '10s' }] as never,
    });
    const { simulation, faults, clients, services } = model;
    const seen = [0, 0];
    simulation.probe.on(callArrived, ({ number }) => {
      seen[number] = (seen[number] as number) + 1;
    });
    for (const { recurrence } of faults) recurrence.start();
    for (const { client } of clients) client.start(1000 * SECOND);
    const during = (from: number, to: number) => {
      simulation.runUntil(from * SECOND);
      seen.fill(0);
      simulation.runUntil(to * SECOND);
      return (seen[0] as number) / ((seen[0] as number) + (seen[1] as number));
    };
    expect(services[0]?.instances[0]?.startedAt).toBe(0);
    expect(during(1, 9)).toBeCloseTo(0.5, 2);
    // At 40 s half of the window has passed: about half the weight.
    expect(during(39, 41)).toBeCloseTo(0.5 / 1.5, 2);
    expect(services[0]?.instances[0]?.startedAt).toBe(20 * SECOND);
    expect(during(61, 69)).toBeCloseTo(0.5, 2);
  });
});
