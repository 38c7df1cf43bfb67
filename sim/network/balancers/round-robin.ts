import type { Call } from '../../primitives/call.js';
import {
  type Balancer,
  type BalancerSite,
  beginningsIn,
  defineBalancer,
  type Endpoint,
} from '../../primitives/endpoint.js';

class RoundRobin implements Balancer {
  /** Whose turn it is with each copy of the sender, from a place on. */
  private readonly turns: number[];
  private readonly from: number;
  private readonly copyOf: (call: Call) => number;

  constructor(
    private readonly endpoints: readonly Endpoint[],
    { copies, turns }: BalancerSite,
  ) {
    const beginnings = beginningsIn(endpoints, copies);
    // Made anew whenever endpoints come or go, it keeps the turns of one copy for itself: the list of all only grows.
    this.turns = beginnings.length > 1 ? turns : [];
    this.from = this.turns.length;
    for (const beginning of beginnings) this.turns.push(beginning);
    this.copyOf = copies.of;
  }

  pick(call: Call): Endpoint {
    const { endpoints, turns } = this;
    const place = this.from + this.copyOf(call);
    const turn = turns[place] as number;
    // A comparison is cheaper than a remainder.
    turns[place] = turn + 1 === endpoints.length ? 0 : turn + 1;
    return endpoints[turn] as Endpoint;
  }
}

export const roundRobin = defineBalancer({
  kind: 'round-robin',
  summary: 'One endpoint after the other.',
  source: 'NGINX 1.x and gRPC round_robin',
  blind: true,
  options: {},
  create: (_, endpoints, site) => new RoundRobin(endpoints, site),
});
