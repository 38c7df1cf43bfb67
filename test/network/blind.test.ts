/** Balancers that go by nothing their sender knows have endpoints together with others; those that do have their own. */
import { describe, expect, it } from 'vitest';
import { balancers, isBlind } from '../../sim/network/balancers/index.js';
import { balancerOf, endpointsOf, picks } from './sender.js';

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
});
