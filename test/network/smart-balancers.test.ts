/** Balancers with weights, memory or keys (LB2, LB4, LB7, LB8), asked directly. */
import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../sim/kernel/time.js';
import type { Balancer, Endpoint } from '../../sim/primitives/endpoint.js';
import { OK } from '../../sim/primitives/outcome.js';
import { balancerOf, callOf, endpointsOf, picks, SENDER, share } from './sender.js';

function made(kind: string, options: object, count: number): [Balancer, Endpoint[]] {
  const endpoints = endpointsOf(count);
  return [balancerOf({ [kind]: options }, endpoints), endpoints];
}

describe('smooth weighted round robin (LB2)', () => {
  it('spreads the turns of the heavy one: a a b a c a a', () => {
    const [balancer] = made('smooth-weighted', { weights: [5, 1, 1] }, 3);
    expect(picks(balancer, 14)).toEqual([0, 0, 1, 0, 2, 0, 0, 0, 0, 1, 0, 2, 0, 0]);
  });

  it('never picks a weight of zero', () => {
    const [balancer] = made('smooth-weighted', { weights: [0, 2] }, 3);
    expect(picks(balancer, 6)).toEqual([1, 2, 1, 1, 2, 1]);
  });
});

describe('two choices with replacement (LB4)', () => {
  it('may draw the same one twice: a busy one of four still gets a sixteenth', () => {
    const count = 40_000;
    for (const [replacement, expected] of [
      [true, 1 / 16],
      [false, 0],
    ] as const) {
      const [balancer, endpoints] = made('choices', { of: 2, replacement }, 4);
      (endpoints[3] as Endpoint).inFlight = 100;
      // Five standard errors of a share.
      const error = 5 * Math.sqrt((expected * (1 - expected)) / count);
      expect(Math.abs(share(picks(balancer, count), 3) - expected)).toBeLessThanOrEqual(error);
    }
  });
});

describe('peak EWMA (LB7)', () => {
  const options = { decay: '10s' };

  it('gives an endpoint without history one call to show, and no more', () => {
    const [balancer, endpoints] = made('peak-ewma', options, 2);
    balancer.answered?.(endpoints[0] as Endpoint, OK, 5 * MILLISECOND, 0);
    expect(picks(balancer, 10)).toEqual(new Array(10).fill(1));
    (endpoints[1] as Endpoint).inFlight = 1;
    expect(picks(balancer, 10)).toEqual(new Array(10).fill(0));
  });

  it('takes a peak at once, and forgets it as time goes by', () => {
    const [balancer, endpoints] = made('peak-ewma', options, 2);
    const [slow, fast] = endpoints as [Endpoint, Endpoint];
    for (const each of endpoints) balancer.answered?.(each, OK, 10 * MILLISECOND, 0);
    balancer.answered?.(slow, OK, 100 * MILLISECOND, 0);
    // 100 ms against 10 ms for each of the calls under way.
    fast.inFlight = 8;
    expect(balancer.pick(callOf(1)).index).toBe(1);
    fast.inFlight = 10;
    expect(balancer.pick(callOf(1)).index).toBe(0);
    // Good answers bring it down by 1 - 1/e in ten seconds: 10 + 90 / e is 43.1 ms.
    fast.inFlight = 3;
    const later = 10 * SECOND;
    for (const each of endpoints) balancer.answered?.(each, OK, 10 * MILLISECOND, later);
    expect(balancer.pick(callOf(1, 0, later)).index).toBe(1);
    fast.inFlight = 4;
    expect(balancer.pick(callOf(1, 0, later)).index).toBe(0);
  });
});

describe.each(['ring-hash', 'maglev'])('%s (LB8)', (kind) => {
  const options = kind === 'ring-hash' ? { points: 160 } : {};
  const KEYS = 20_000;
  const keyed = (count: number) => picks(made(kind, options, count)[0], KEYS, (n) => n + 1);

  it('sends a key to the same endpoint always, whichever comes first in the round', () => {
    const [balancer, endpoints] = made(kind, options, 5);
    const turned = [...endpoints.slice(2), ...endpoints.slice(0, 2)];
    const other = balancerOf({ [kind]: options }, turned);
    expect(picks(balancer, 500, (n) => n)).toEqual(picks(other, 500, (n) => n));
    expect(new Set(picks(balancer, 50, () => 42)).size).toBe(1);
  });

  it('is the same for senders that have what is made of it together, whichever endpoints they use', () => {
    const common = new Map<string, unknown>();
    const shared = <T>(purpose: string, make: () => T): T => {
      if (!common.has(purpose)) common.set(purpose, make());
      return common.get(purpose) as T;
    };
    const endpoints = made(kind, options, 30)[1];
    // More sets of endpoints than are kept, twice over.
    for (let turn = 0; turn < 50; turn++) {
      const used = endpoints.filter(({ index }) => index !== turn % 25 && index !== 29);
      const alone = balancerOf({ [kind]: options }, used);
      const together = balancerOf({ [kind]: options }, used, { ...SENDER, shared });
      expect(picks(together, 50, (n) => n)).toEqual(picks(alone, 50, (n) => n));
    }
    expect((common.values().next().value as Map<string, unknown>).size).toBe(16);
  });

  it('shares keys out about equally, Maglev more so', () => {
    const spread = kind === 'maglev' ? 0.02 : 0.25;
    const seen = keyed(5);
    for (let index = 0; index < 5; index++) {
      expect(Math.abs(share(seen, index) * 5 - 1)).toBeLessThan(spread + 5 * Math.sqrt(4 / KEYS));
    }
  });

  it('moves few keys when an endpoint is added', () => {
    const before = keyed(9);
    const after = keyed(10);
    const moved = after.filter((index, n) => index !== before[n]);
    // A tenth has to move; of the ring's no key moves between old endpoints.
    expect(moved.length / KEYS).toBeLessThan(kind === 'maglev' ? 0.22 : 0.14);
    if (kind === 'ring-hash') expect(new Set(moved)).toEqual(new Set([9]));
  });
});
