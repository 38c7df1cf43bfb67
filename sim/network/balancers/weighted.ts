import { list } from '../../catalogue/groups.js';
import { number } from '../../catalogue/scalars.js';
import { draw, salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { someWeight, WEIGHTS } from './weights.js';

const PICK = salt('balancer.weighted');

export const weighted = defineBalancer({
  kind: 'weighted',
  summary: 'An endpoint at random by weight: more for the larger machines, little for a canary.',
  source: 'Bernoulli splitting; Envoy weighted clusters, RFC 2782 (SRV weights)',
  options: {
    weights: list(number({ doc: 'A weight, relative to the others.', min: 0 }), WEIGHTS),
  },
  shorthand: 'weights',
  check: someWeight,
  create({ weights }, endpoints) {
    const bounds: number[] = [];
    let sum = 0;
    for (const { index } of endpoints) {
      sum += weights[index] ?? 1;
      bounds.push(sum);
    }
    return {
      pick(call) {
        const place = draw(call, PICK) * sum;
        const found = bounds.findIndex((bound) => place < bound);
        return (endpoints[found] ?? endpoints.at(-1)) as Endpoint;
      },
    };
  },
});
