/** Balancers that go by nothing their sender knows have endpoints together with others; those that do have their own. */
import { describe, expect, it } from 'vitest';
import { balancers, isBlind } from '../../sim/network/balancers/index.js';
import type { Endpoint } from '../../sim/primitives/endpoint.js';
import { balancerOf, endpointsOf, picks, SENDER } from './sender.js';

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
    const site = { ...SENDER, first: 2 };
    const [a, b, c, d] = endpointsOf(4) as [Endpoint, Endpoint, Endpoint, Endpoint];
    const whole = balancerOf('round-robin', [a, b, c, d], site);
    expect(picks(whole, 5)).toEqual([2, 3, 0, 1, 2]);
    expect(picks(balancerOf('round-robin', [a, b, d], site), 4)).toEqual([3, 0, 1, 3]);
    expect(picks(balancerOf('round-robin', [a, b], site), 3)).toEqual([0, 1, 0]);
  });

  it('draws the same whether its list begins with the first endpoint of all or with its own', () => {
    const site = { ...SENDER, first: 2 };
    const [a, b, c, d] = endpointsOf(4) as [Endpoint, Endpoint, Endpoint, Endpoint];
    const drawn = picks(balancerOf('random', [a, b, c, d], site), 200);
    expect(drawn).toEqual(picks(balancerOf('random', [c, d, a, b], site), 200));
    expect(drawn).not.toEqual(picks(balancerOf('random', [a, b, c, d]), 200));
  });
});
