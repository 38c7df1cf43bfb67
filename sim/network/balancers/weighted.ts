import { list } from '../../catalogue/groups.js';
import { number } from '../../catalogue/scalars.js';
import { draw, salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { SLOW_START, someWeight, WEIGHTS, Weights } from './weights.js';

const PICK = salt('balancer.weighted');

export const weighted = defineBalancer({
  kind: 'weighted',
  summary: 'An endpoint at random by weight: more for the larger machines, little for a canary.',
  source: 'Bernoulli splitting; Envoy weighted clusters, RFC 2782 (SRV weights)',
  options: {
    weights: list(number({ doc: 'A weight, relative to the others.', min: 0 }), WEIGHTS),
    'slow-start': SLOW_START,
  },
  shorthand: 'weights',
  check: someWeight,
  create({ weights, 'slow-start': slow }, endpoints) {
    const known = new Weights(weights, slow);
    return {
      pick(call): Endpoint {
        const { now } = call.exchange.simulation;
        let sum = 0;
        for (const endpoint of endpoints) sum += known.of(endpoint, now);
        const place = draw(call, PICK) * sum;
        let bound = 0;
        for (const endpoint of endpoints) {
          bound += known.of(endpoint, now);
          if (place < bound) return endpoint;
        }
        return endpoints.at(-1) as Endpoint;
      },
    };
  },
});
