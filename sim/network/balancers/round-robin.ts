import {
  type Balancer,
  beginningOf,
  defineBalancer,
  type Endpoint,
} from '../../primitives/endpoint.js';

/** A class, not a closure: each copy of each sender has one, and what it needs for a call lies together. */
class RoundRobin implements Balancer {
  constructor(
    private readonly endpoints: readonly Endpoint[],
    private next: number,
  ) {}

  pick(): Endpoint {
    const { endpoints, next } = this;
    // A comparison is cheaper than a remainder.
    this.next = next + 1 === endpoints.length ? 0 : next + 1;
    return endpoints[next] as Endpoint;
  }
}

export const roundRobin = defineBalancer({
  kind: 'round-robin',
  summary: 'One endpoint after the other.',
  source: 'NGINX 1.x and gRPC round_robin',
  blind: true,
  options: {},
  create: (_, endpoints, site) => new RoundRobin(endpoints, beginningOf(endpoints, site)),
});
