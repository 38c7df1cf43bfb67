/** Weights of endpoints, as an author writes them, and as they are while an endpoint warms up. */
import { fields } from '../../catalogue/groups.js';
import { duration, number, share } from '../../catalogue/scalars.js';
import { type Duration, type Instant, SECOND } from '../../kernel/time.js';
import { power } from '../../math/arithmetic.js';
import type { Endpoint } from '../../primitives/endpoint.js';

/** What is said of a list of weights. */
export const WEIGHTS = {
  doc: 'Weights of the first instances, in order; an instance without one has 1.',
  min: 1,
  max: 10000,
} as const;

/** What is said of it where all may weigh the same. */
export const OPTIONAL_WEIGHTS = { ...WEIGHTS, min: 0, default: [] } as const;

/** Of weights that are given, one at least has to be above 0. */
export function someWeight({ weights }: { readonly weights: readonly number[] }) {
  const isGood = weights.length === 0 || weights.some((weight) => weight > 0);
  return isGood ? undefined : 'a weight above 0';
}

/** Brings an endpoint that has come back up to its weight little by little. */
export const SLOW_START = fields(
  {
    window: duration({ doc: 'How long it takes to come up to its whole weight.', min: '1ms' }),
    aggression: number({
      doc: 'How fast at first: the weight grows as the share of the window that has passed, to the power of 1 over this.',
      default: 1,
      min: 0.01,
      max: 100,
      source: 'Envoy SlowStartConfig aggression',
    }),
    least: share({
      doc: 'The share of its weight that it has from the beginning.',
      default: '10%',
      source: 'Envoy SlowStartConfig min_weight_percent',
    }),
  },
  {
    doc: 'What an instance gets whose process was started again, or that health checks have put back; without, all of its weight at once.',
    optional: true,
    source: 'Envoy slow start (LB9)',
  },
  'window',
);

export interface SlowStart {
  readonly window: Duration;
  readonly aggression: number;
  readonly least: number;
}

/** Less time than this counts as this much (Envoy). */
const LEAST_AGE: Duration = SECOND;

/** The weight of an endpoint, by its index, as an author has written it. */
export function weightOf(index: number, weights: readonly number[]): number {
  return weights[index] ?? 1;
}

/** The weight of an endpoint, by its index and its age. */
export class Weights {
  constructor(
    private readonly weights: readonly number[],
    private readonly slow: SlowStart | undefined,
  ) {}

  of(endpoint: Endpoint, now: Instant): number {
    const weight = weightOf(endpoint.index, this.weights);
    return this.isWarmingUp(endpoint, now) ? weight * this.warmth(endpoint, now) : weight;
  }

  isWarmingUp(endpoint: Endpoint, now: Instant): boolean {
    if (this.slow === undefined) return false;
    const { usableSince } = endpoint;
    // What was there from the beginning has been there for long.
    return usableSince > 0 && now - usableSince < this.slow.window;
  }

  private warmth({ usableSince }: Endpoint, now: Instant): number {
    const { window, aggression, least } = this.slow as SlowStart;
    const passed = Math.min(1, Math.max(now - usableSince, LEAST_AGE) / window);
    return Math.max(least, aggression === 1 ? passed : power(passed, 1 / aggression));
  }
}
