import type { Call } from '../../primitives/call.js';
import {
  type Balancer,
  beginningsIn,
  type Copies,
  defineBalancer,
  type Endpoint,
} from '../../primitives/endpoint.js';

class RoundRobin implements Balancer {
  /** Whose turn it is with each copy of the sender, side by side: in a large system they are many. */
  private readonly turns: number[];
  private readonly copyOf: (call: Call) => number;

  constructor(
    private readonly endpoints: readonly Endpoint[],
    copies: Copies,
  ) {
    this.turns = beginningsIn(endpoints, copies);
    this.copyOf = copies.of;
  }

  pick(call: Call): Endpoint {
    const { endpoints, turns } = this;
    const copy = this.copyOf(call);
    const turn = turns[copy] as number;
    // A comparison is cheaper than a remainder.
    turns[copy] = turn + 1 === endpoints.length ? 0 : turn + 1;
    return endpoints[turn] as Endpoint;
  }
}

export const roundRobin = defineBalancer({
  kind: 'round-robin',
  summary: 'One endpoint after the other.',
  source: 'NGINX 1.x and gRPC round_robin',
  blind: true,
  options: {},
  create: (_, endpoints, { copies }) => new RoundRobin(endpoints, copies),
});
