import { list } from '../../catalogue/groups.js';
import { integer, number } from '../../catalogue/scalars.js';
import { salt } from '../../kernel/random.js';
import type { Instant } from '../../kernel/time.js';
import { power } from '../../math/arithmetic.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { leastOfDrawn } from './drawn.js';
import { OPTIONAL_WEIGHTS, SLOW_START, someWeight, Weights } from './weights.js';

const PICK = salt('balancer.least-request');

export const leastRequest = defineBalancer({
  kind: 'least-request',
  summary:
    'With equal weights the less busy of two endpoints drawn; otherwise each in turn, the sooner the more its weight over its calls under way.',
  source: 'Envoy least request load balancer (LB4), the default of Istio',
  options: {
    of: integer({
      doc: 'How many are drawn where weights are equal; the same one may be drawn twice.',
      default: 2,
      min: 2,
      max: 100,
      source: 'Envoy choice_count',
    }),
    weights: list(number({ doc: 'A weight, relative to the others.', min: 0 }), OPTIONAL_WEIGHTS),
    bias: number({
      doc: 'The power of calls under way by which a weight is divided; 0 does not look at them.',
      default: 1,
      min: 0,
      max: 10,
      source: 'Envoy active_request_bias',
    }),
    'slow-start': SLOW_START,
  },
  shorthand: 'weights',
  check: someWeight,
  create({ of, weights, bias, 'slow-start': slow }, endpoints) {
    const known = new Weights(weights, slow);
    const [first] = endpoints;
    const areEqual = (now: Instant) =>
      endpoints.every(
        (each) =>
          known.of(each, now) === known.of(first as Endpoint, now) && !known.isWarmingUp(each, now),
      );
    const turns = new Turns(endpoints, (endpoint, now) => {
      const weight = known.of(endpoint, now);
      return bias === 0 ? weight : weight / power(endpoint.inFlight + 1, bias);
    });
    return {
      pick(call) {
        const { now } = call.exchange.simulation;
        return areEqual(now) ? leastOfDrawn(call, PICK, of, endpoints) : turns.next(now);
      },
    };
  },
});

/** Earliest deadline first: whose turn it was comes again after a time of 1 over its weight. */
class Turns {
  private readonly due = new Map<Endpoint, number>();

  constructor(
    private readonly endpoints: readonly Endpoint[],
    private readonly weightOf: (endpoint: Endpoint, now: Instant) => number,
  ) {}

  next(now: Instant): Endpoint {
    let best = this.endpoints[0] as Endpoint;
    let soonest = this.dueOf(best, now);
    for (const endpoint of this.endpoints) {
      const due = this.dueOf(endpoint, now);
      if (due < soonest) {
        best = endpoint;
        soonest = due;
      }
    }
    this.due.set(best, soonest + 1 / this.weightOf(best, now));
    return best;
  }

  private dueOf(endpoint: Endpoint, now: Instant): number {
    let due = this.due.get(endpoint);
    if (due === undefined) {
      due = 1 / this.weightOf(endpoint, now);
      this.due.set(endpoint, due);
    }
    return due;
  }
}
