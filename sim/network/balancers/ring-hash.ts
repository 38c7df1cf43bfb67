import { integer } from '../../catalogue/scalars.js';
import { salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { hash, placeOf } from './hashing.js';

const POINT = salt('balancer.ring-hash');

export const ringHash = defineBalancer({
  kind: 'ring-hash',
  summary:
    'The endpoint whose point on a ring comes next after that of the client key: a key always meets the same one. Without keys all calls do.',
  source: 'Karger et al., STOC 1997; NGINX hash consistent; Envoy ring hash (LB8)',
  options: {
    points: integer({
      doc: 'Points of each endpoint; more of them make shares more equal.',
      default: 160,
      min: 1,
      max: 100_000,
      source: 'NGINX, 160 per weight',
    }),
  },
  shorthand: 'points',
  create({ points }, endpoints) {
    const ring = endpoints
      .flatMap((endpoint) =>
        Array.from({ length: points }, (_, n) => ({
          at: hash(endpoint.index, n, POINT),
          endpoint,
        })),
      )
      .sort((a, b) => a.at - b.at);
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
        return (ring[low] ?? ring[0])?.endpoint as Endpoint;
      },
    };
  },
});
