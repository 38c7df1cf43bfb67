import { flag, integer } from '../../catalogue/scalars.js';
import { draw, salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { leastOfDrawn } from './drawn.js';

const PICK = salt('balancer.choices');

export const choices = defineBalancer({
  kind: 'choices',
  summary: 'The least busy of a few endpoints drawn at random; the first one drawn if several are.',
  source: 'Mitzenmacher, The Power of Two Choices, IEEE TPDS 12(10), 2001; Finagle P2C',
  options: {
    of: integer({ doc: 'How many are drawn.', min: 1, max: 100, default: 2 }),
    replacement: flag({
      doc: 'The same endpoint may be drawn more than once, as Envoy does; Finagle draws different ones.',
      default: false,
      source: 'Envoy least request, choice_count (LB4)',
    }),
  },
  shorthand: 'of',
  create({ of, replacement }, endpoints) {
    if (replacement) return { pick: (call) => leastOfDrawn(call, PICK, of, endpoints) };
    const count = Math.min(of, endpoints.length);
    const deck = [...endpoints];
    return {
      pick(call) {
        // A partial Fisher-Yates shuffle draws distinct endpoints; the first best drawn is kept, which
        // makes ties as random as the draw.
        let best: Endpoint | null = null;
        for (let drawn = 0; drawn < count; drawn++) {
          const index = drawn + Math.floor(draw(call, PICK + drawn) * (deck.length - drawn));
          const endpoint = deck[index] as Endpoint;
          deck[index] = deck[drawn] as Endpoint;
          deck[drawn] = endpoint;
          if (best === null || endpoint.inFlight < best.inFlight) best = endpoint;
        }
        return best as Endpoint;
      },
    };
  },
});
