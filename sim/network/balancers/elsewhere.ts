import { draw, salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import type { Request } from '../../primitives/request.js';

const PICK = salt('balancer.elsewhere');

/** Endpoints that a request has been sent to. Requests are used again, so that their key tells them apart. */
interface Visited {
  keyHigh: number;
  keyLow: number;
  readonly endpoints: Endpoint[];
}

export const elsewhere = defineBalancer({
  kind: 'elsewhere',
  summary:
    'Any endpoint at random that this sender has not asked yet for the same request: retries and copies go elsewhere.',
  source:
    'Envoy previous_hosts retry predicate; hedged requests: Dean and Barroso, CACM 56(2), 2013',
  options: {},
  create(_, endpoints) {
    const visited = new WeakMap<Request, Visited>();
    const visitedBy = (request: Request): Endpoint[] => {
      const { keyHigh, keyLow } = request;
      let found = visited.get(request);
      if (found === undefined) {
        found = { keyHigh, keyLow, endpoints: [] };
        visited.set(request, found);
      }
      if (found.keyHigh !== keyHigh || found.keyLow !== keyLow) {
        found.keyHigh = keyHigh;
        found.keyLow = keyLow;
        found.endpoints.length = 0;
      }
      // Everybody has been asked: a new round begins.
      if (found.endpoints.length === endpoints.length) found.endpoints.length = 0;
      return found.endpoints;
    };
    return {
      pick(call) {
        const asked = visitedBy(call.request);
        let skip = Math.floor(draw(call, PICK) * (endpoints.length - asked.length));
        const fresh = (endpoint: Endpoint) => !asked.includes(endpoint) && skip-- === 0;
        const endpoint = endpoints.find(fresh) as Endpoint;
        asked.push(endpoint);
        return endpoint;
      },
    };
  },
});
