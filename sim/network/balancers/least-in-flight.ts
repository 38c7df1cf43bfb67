import { draw, salt } from '../../kernel/random.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';

const TIE = salt('balancer.least-in-flight');

export const leastInFlight = defineBalancer({
  kind: 'least-in-flight',
  summary: 'The endpoint with the fewest unanswered calls of this sender; ties at random.',
  source: 'join the shortest queue: Winston, J. Applied Probability 14(1), 1977; Envoy FULL_SCAN',
  options: {},
  create: (_, endpoints) => ({
    pick(call) {
      let best = endpoints[0] as Endpoint;
      let ties = 1;
      for (let index = 1; index < endpoints.length; index++) {
        const endpoint = endpoints[index] as Endpoint;
        if (endpoint.inFlight < best.inFlight) {
          best = endpoint;
          ties = 1;
        } else if (endpoint.inFlight === best.inFlight && draw(call, TIE + index) * ++ties < 1) {
          // Reservoir sampling: each of the tied endpoints is kept with equal chance.
          best = endpoint;
        }
      }
      return best;
    },
  }),
});
