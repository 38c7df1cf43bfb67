import { list } from '../../catalogue/groups.js';
import { integer } from '../../catalogue/scalars.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';

export const smoothWeighted = defineBalancer({
  kind: 'smooth-weighted',
  summary: 'Round robin by weight, in which the turns of a heavy endpoint are spread out.',
  source: 'NGINX 1.31 round robin upstreams (LB2)',
  options: {
    weights: list(integer({ doc: 'A weight, relative to the others.', max: 1_000_000 }), {
      doc: 'Weights of the first instances, in order; an instance without one has 1.',
      min: 1,
      max: 10000,
    }),
  },
  shorthand: 'weights',
  check: ({ weights }) => (weights.some((weight) => weight > 0) ? undefined : 'a weight above 0'),
  create({ weights }, endpoints) {
    const turns = endpoints.map((endpoint) => ({
      endpoint,
      weight: weights[endpoint.index] ?? 1,
      current: 0,
    }));
    // Ties go to the first instance, whichever a sender's round begins with.
    turns.sort((a, b) => a.endpoint.index - b.endpoint.index);
    const total = turns.reduce((sum, { weight }) => sum + weight, 0);
    return {
      pick(): Endpoint {
        let best = turns[0] as (typeof turns)[number];
        for (const turn of turns) {
          turn.current += turn.weight;
          if (turn.weight > 0 && (turn.current > best.current || best.weight === 0)) best = turn;
        }
        best.current -= total;
        return best.endpoint;
      },
    };
  },
});
