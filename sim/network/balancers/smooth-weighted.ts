import { list } from '../../catalogue/groups.js';
import { integer } from '../../catalogue/scalars.js';
import { defineBalancer, type Endpoint } from '../../primitives/endpoint.js';
import { SLOW_START, someWeight, WEIGHTS, Weights } from './weights.js';

/** An endpoint, and how long ago its turn was. */
interface Turn {
  readonly endpoint: Endpoint;
  current: number;
  /** What failures have taken from its weight. */
  lost: number;
}

export const smoothWeighted = defineBalancer({
  kind: 'smooth-weighted',
  summary: 'Round robin by weight, in which the turns of a heavy endpoint are spread out.',
  source: 'NGINX 1.31 round robin upstreams (LB2)',
  options: {
    weights: list(integer({ doc: 'A weight, relative to the others.', max: 1_000_000 }), WEIGHTS),
    'max-fails': integer({
      doc: 'A failure takes one of so many parts of the weight away, and each round brings 1 back; without, failures do nothing. NGINX: as many as the `max-fails` of its outliers.',
      optional: true,
      min: 1,
      source: 'NGINX effective_weight (LB2)',
    }),
    'slow-start': SLOW_START,
  },
  shorthand: 'weights',
  check: someWeight,
  create({ weights, 'slow-start': slow, 'max-fails': maxFails }, all) {
    const known = new Weights(weights, slow);
    const turns = new Map<Endpoint, Turn>();
    let inUse: readonly Turn[] = [];
    const use = (endpoints: readonly Endpoint[]) => {
      for (const endpoint of endpoints) {
        if (!turns.has(endpoint)) turns.set(endpoint, { endpoint, current: 0, lost: 0 });
      }
      // Ties go to the first instance, whichever a sender's round begins with.
      inUse = [...endpoints]
        .sort((a, b) => a.index - b.index)
        .map((endpoint) => turns.get(endpoint) as Turn);
    };
    use(all);
    return {
      update: use,
      pick(call): Endpoint {
        const { now } = call.exchange.simulation;
        let best = inUse[0] as Turn;
        let bestWeight = 0;
        let total = 0;
        for (const turn of inUse) {
          const weight = known.of(turn.endpoint, now) - turn.lost;
          turn.current += weight;
          total += weight;
          if (turn.lost > 0) turn.lost = Math.max(0, turn.lost - 1);
          if (weight > 0 && (turn.current > best.current || bestWeight === 0)) {
            best = turn;
            bestWeight = weight;
          }
        }
        best.current -= total;
        return best.endpoint;
      },
      answered(endpoint, outcome, _, now) {
        const turn = turns.get(endpoint);
        if (maxFails === undefined || turn === undefined || outcome?.ok === true) return;
        const weight = known.of(endpoint, now);
        turn.lost = Math.min(weight, turn.lost + Math.floor(weight / maxFails));
      },
    };
  },
});
