import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';

export const roundRobin = defineBalancer({
  kind: 'round-robin',
  summary: 'One endpoint after the other.',
  source: 'NGINX 1.x and gRPC round_robin',
  options: {},
  create(_, endpoints) {
    let next = 0;
    return {
      pick() {
        const endpoint = endpoints[next] as Endpoint;
        // A comparison is cheaper than a remainder.
        next = next + 1 === endpoints.length ? 0 : next + 1;
        return endpoint;
      },
    };
  },
});
