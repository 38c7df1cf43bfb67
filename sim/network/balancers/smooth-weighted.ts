import { list } from '../../catalogue/groups.js';
import { integer } from '../../catalogue/scalars.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { someWeight, WEIGHTS } from './weights.js';

export const smoothWeighted = defineBalancer({
  kind: 'smooth-weighted',
  summary: 'Round robin by weight, in which the turns of a heavy endpoint are spread out.',
  source: 'NGINX 1.31 round robin upstreams (LB2)',
  options: {
    weights: list(integer({ doc: 'A weight, relative to the others.', max: 1_000_000 }), WEIGHTS),
  },
  shorthand: 'weights',
  check: someWeight,
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
