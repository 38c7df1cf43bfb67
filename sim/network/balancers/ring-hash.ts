import { list } from '../../catalogue/groups.js';
import { integer, number } from '../../catalogue/scalars.js';
import { salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { hash, placeOf } from './hashing.js';
import { OPTIONAL_WEIGHTS, someWeight, Weights } from './weights.js';

const POINT = salt('balancer.ring-hash');

export const ringHash = defineBalancer({
  kind: 'ring-hash',
  summary:
    'The endpoint whose point on a ring comes next after that of the client key: a key always meets the same one. Without keys all calls do.',
  source: 'Karger et al., STOC 1997; NGINX hash consistent; Envoy ring hash (LB8)',
  options: {
    points: integer({
      doc: 'Points of an endpoint of weight 1; more of them make shares more equal.',
      default: 160,
      min: 1,
      max: 100_000,
      source: 'NGINX, 160 per weight',
    }),
    weights: list(
      number({ doc: 'A weight, relative to the others.', min: 0, max: 1000 }),
      OPTIONAL_WEIGHTS,
    ),
  },
  shorthand: 'points',
  check: someWeight,
  create({ points, weights }, endpoints) {
    const known = new Weights(weights, undefined);
    const pointsOf = (endpoint: Endpoint) => {
      const length = Math.round(points * known.of(endpoint, 0));
      return Array.from({ length }, (_, n) => ({ at: hash(endpoint.index, n, POINT), endpoint }));
    };
    const ring = endpoints.flatMap(pointsOf).sort((a, b) => a.at - b.at);
    return {
      pick({ request }) {
        const place = placeOf(request.key);
        let low = 0;
        let high = ring.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if ((ring[middle] as (typeof ring)[number]).at < place) low = middle + 1;
          else high = middle;
        }
        // Where nobody who is left has any weight, somebody has to do.
        return (ring[low] ?? ring[0])?.endpoint ?? (endpoints[0] as Endpoint);
      },
    };
  },
});
