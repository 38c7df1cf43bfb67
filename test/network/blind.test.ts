/** Balancers that go by nothing their sender knows have endpoints together with others; those that do have their own. */
import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { balancers, isBlind } from '../../sim/network/balancers/index.js';
import type { Endpoint } from '../../sim/primitives/endpoint.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import { balancerOf, callOf, endpointsOf, picks, SENDER } from './sender.js';

/** Picks of a balancer; what its sender knows of endpoints is either nothing, or that most are busy. */
function chosen(kind: string, isBusy: boolean): number[] {
  const endpoints = endpointsOf(4);
  const balancer = balancerOf(kind, endpoints);
  for (const endpoint of endpoints) endpoint.inFlight = isBusy ? 10 * endpoint.index : 0;
  return picks(balancer, 200);
}

describe('a balancer that calls itself blind', () => {
  it('chooses the same whoever is busy', () => {
    const blind = balancers.members.map(({ kind }) => kind).filter((kind) => isBlind({ kind }));
    expect(blind).toEqual(['round-robin', 'random']);
    for (const kind of blind) expect(chosen(kind, true), kind).toEqual(chosen(kind, false));
  });

  it('is not one that joins the shortest queue', () => {
    for (const kind of ['least-in-flight', 'choices', 'least-request', 'peak-ewma']) {
      expect(isBlind({ kind }), kind).toBe(false);
      expect(chosen(kind, true), kind).not.toEqual(chosen(kind, false));
    }
  });

  it('goes round from the endpoint that its sender begins with or, where that is out of use, from the next', () => {
    const site = { ...SENDER, copies: { firsts: [2], of: () => 0 } };
    const [a, b, c, d] = endpointsOf(4) as [Endpoint, Endpoint, Endpoint, Endpoint];
    const whole = balancerOf('round-robin', [a, b, c, d], site);
    expect(picks(whole, 5)).toEqual([2, 3, 0, 1, 2]);
    expect(picks(balancerOf('round-robin', [a, b, d], site), 4)).toEqual([3, 0, 1, 3]);
    expect(picks(balancerOf('round-robin', [a, b], site), 3)).toEqual([0, 1, 0]);
  });

  it('draws the same whether its list begins with the first endpoint of all or with its own', () => {
    const site = { ...SENDER, copies: { firsts: [2], of: () => 0 } };
    const [a, b, c, d] = endpointsOf(4) as [Endpoint, Endpoint, Endpoint, Endpoint];
    const drawn = picks(balancerOf('random', [a, b, c, d], site), 200);
    expect(drawn).toEqual(picks(balancerOf('random', [c, d, a, b], site), 200));
    expect(drawn).not.toEqual(picks(balancerOf('random', [a, b, c, d]), 200));
  });
});

describe('copies of a service that have a balancer together', () => {
  const kinds = balancers.members.map(({ kind }) => kind).filter((kind) => isBlind({ kind }));

  it('choose each as with one of its own', () => {
    const firsts = [0, 1, 2, 3, 0];
    // The copies call in no order, and some more often than others.
    const calls = Array.from({ length: 300 }, (_, n) => ({ ...callOf(n), copy: (n * n * n) % 5 }));
    for (const kind of kinds) {
      const of = (call: object) => (call as { copy: number }).copy;
      const site = { ...SENDER, copies: { firsts, of } };
      const together = balancerOf(kind, endpointsOf(4), site);
      const alone = firsts.map((first) =>
        balancerOf(kind, endpointsOf(4), { ...SENDER, copies: { firsts: [first], of: () => 0 } }),
      );
      for (const call of calls) {
        const own = alone[call.copy]?.pick(call as never).index;
        expect(together.pick(call as never).index, kind).toBe(own);
      }
    }
  });

  it('are the same system as copies that each have their own, also while they stand still or are gone', () => {
    // Somebody who watches over endpoints, and never finds anything, keeps the copies apart.
    const never = { detect: [{ consecutive: { failures: 1_000_000 } }] };
    const watched = { 'a -> b': never, 'a -> c': never };
    const services = (kind: string, more: object) => {
      const { variants, findings } = compile(
        fromObject({
          run: { duration: '20s', warmup: '0s', seed: 3 },
          clients: { user: { calls: 'a.go', load: '120/s' } },
          services: {
            a: {
              instances: 3,
              operations: {
                go: [
                  { work: { exponential: '5ms' } },
                  { call: 'b.go' },
                  { parallel: [{ call: 'b.go' }, { call: 'c.go' }], join: 'any', losers: 'finish' },
                ],
              },
            },
            b: {
              instances: 4,
              threads: 2,
              operations: { go: [{ work: { exponential: '20ms' } }] },
            },
            c: { instances: 2, operations: { go: [{ work: { exponential: '10ms' } }] } },
          },
          network: { default: { latency: { exponential: '1ms' } } },
          balancing: { default: kind },
          policies: {
            'a -> b': [{ retry: { attempts: 2 } }, { timeout: '60ms' }],
            'a -> c': [{ deadline: '40ms' }],
          },
          faults: [
            { freeze: 'a', instances: 1, at: '3s', for: '2s' },
            { crash: 'a', instances: 1, at: '8s', for: '1s' },
            { crash: 'b', instances: 2, at: '12s', for: '2s' },
            { freeze: 'b', instances: 1, at: '16s', for: '1s' },
          ],
          ...more,
        } as never),
        [''],
      );
      expect(findings).toEqual([]);
      const result = runOnce(variants[0] as Variant, { replication: 0 });
      const { fingerprint, events, policies, ...figures } = result;
      return figures;
    };
    // Copies that nobody waits for any more still get their turn, and choose for the one that sent them.
    const alone = [
      { hedge: { after: '10ms', losers: 'finish' } },
      { bulkhead: { calls: 1, queue: 9 } },
    ];
    for (const kind of kinds) {
      const together = services(kind, {});
      expect(together, kind).toEqual(services(kind, { outliers: watched }));
      expect(together.services.b?.arrivals).toBeGreaterThan(3000);
      const policies = { 'a -> b': alone };
      const apart = services(kind, { policies, outliers: watched });
      expect(services(kind, { policies }), kind).toEqual(apart);
    }
  });
});
