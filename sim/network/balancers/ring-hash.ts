import { list } from '../../catalogue/groups.js';
import { integer, number } from '../../catalogue/scalars.js';
import { salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { agreed, byIndex, hash, placeOf } from './hashing.js';
import { OPTIONAL_WEIGHTS, someWeight, weightOf } from './weights.js';

const POINT = salt('balancer.ring-hash');

/** A point on the ring, and the index of the endpoint that it is one of. */
interface Point {
  readonly at: number;
  readonly index: number;
}

/** The first point from a place on, at the end of the ring its first one; undefined when it has none. */
function following(ring: readonly Point[], place: number): Point | undefined {
  let low = 0;
  let high = ring.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ring[middle] as Point).at < place) low = middle + 1;
    else high = middle;
  }
  return ring[low] ?? ring[0];
}

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
  create({ points, weights }, endpoints, site) {
    const pointsOf = (index: number) => {
      const length = Math.round(points * weightOf(index, weights));
      return Array.from({ length }, (_, n) => ({ at: hash(index, n, POINT), index }));
    };
    const ring = agreed('ring', endpoints, site, (indices) =>
      indices.flatMap(pointsOf).sort((a, b) => a.at - b.at),
    );
    const places = byIndex(endpoints);
    return {
      pick({ request }) {
        const point = following(ring, placeOf(request.key));
        // Where nobody who is left has any weight, somebody has to do.
        return (point === undefined ? endpoints[0] : places[point.index]) as Endpoint;
      },
    };
  },
});
