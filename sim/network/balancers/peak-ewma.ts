import { duration } from '../../catalogue/scalars.js';
import { draw, salt } from '../../kernel/random.js';
import type { Duration, Instant } from '../../kernel/time.js';
import { exp } from '../../math/arithmetic.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';

const FIRST = salt('balancer.peak-ewma.first');
const SECOND = salt('balancer.peak-ewma.second');

/** More than any time: an endpoint without history that has not answered its first call. */
const PENALTY = 140_737_488_355_327;

/** How long an endpoint takes: peaks at once, and forgotten slowly. */
class Peak {
  private updatedAt: Instant = 0;

  constructor(
    private readonly endpoint: Endpoint,
    private readonly tau: Duration,
    private cost: Duration,
  ) {}

  observe(took: Duration, now: Instant): void {
    if (took > this.cost) this.cost = took;
    else {
      const weight = exp((this.updatedAt - now) / this.tau);
      this.cost = this.cost * weight + took * (1 - weight);
    }
    this.updatedAt = now;
  }

  load(now: Instant): number {
    this.observe(0, now);
    const { inFlight } = this.endpoint;
    return this.cost === 0 && inFlight > 0 ? PENALTY + inFlight : this.cost * (inFlight + 1);
  }
}

export const peakEwma = defineBalancer({
  kind: 'peak-ewma',
  summary:
    'Of two endpoints drawn at random the one with the smaller product of calls under way and time they take.',
  source: 'Finagle 24.5 PeakEwma; Linkerd, tower PeakEwma (LB7)',
  options: {
    decay: duration({
      doc: 'The time after which a slow answer weighs 1/e.',
      default: '10s',
      min: '1ms',
      source: 'Finagle decayTime; Linkerd',
    }),
    'first-guess': duration({
      doc: 'How long an endpoint is taken to need before it has answered; 0 gives it one call to show.',
      default: '0ms',
      source: 'Finagle; Linkerd has 30 ms',
    }),
  },
  shorthand: 'decay',
  create({ decay, 'first-guess': guess }, endpoints) {
    const peaks = new Map(endpoints.map((each) => [each, new Peak(each, decay, guess)]));
    const loadOf = (endpoint: Endpoint, now: Instant) => (peaks.get(endpoint) as Peak).load(now);
    const count = endpoints.length;
    return {
      pick(call) {
        const first = Math.floor(draw(call, FIRST) * count);
        if (count === 1) return endpoints[0] as Endpoint;
        const others = Math.floor(draw(call, SECOND) * (count - 1));
        const a = endpoints[first] as Endpoint;
        const b = endpoints[others < first ? others : others + 1] as Endpoint;
        const { now } = call.exchange.simulation;
        return loadOf(a, now) <= loadOf(b, now) ? a : b;
      },
      answered(endpoint, outcome, took, now) {
        if (outcome !== null) peaks.get(endpoint)?.observe(took, now);
      },
    };
  },
});
