import type { Field } from '../../catalogue/field.js';
import { duration } from '../../catalogue/scalars.js';
import { Distribution, defineDistribution } from '../distribution.js';
import { Mixture } from './mixture.js';

/** Uniforms over which the mean is averaged. */
const MEAN_POINTS = 10_000;

/** The values of a distribution that lie between two bounds, by the part of the uniforms that gives them. */
class Truncated extends Distribution {
  readonly mean: number;
  private readonly from: number;
  private readonly width: number;

  constructor(
    private readonly inner: Distribution,
    private readonly min: number,
    private readonly max: number,
  ) {
    super();
    this.from = uniformAt(inner, min);
    this.width = uniformAt(inner, max) - this.from;
    let sum = 0;
    for (let n = 0; n < MEAN_POINTS; n++) sum += this.variate((n + 0.5) / MEAN_POINTS);
    this.mean = sum / MEAN_POINTS;
  }

  variate(u: number): number {
    const value = this.inner.variate(this.from + this.width * u);
    return Math.min(this.max, Math.max(this.min, value));
  }
}

/** The share of a distribution's values that lie below a bound, by bisection. */
function uniformAt(distribution: Distribution, bound: number): number {
  let low = 0;
  let high = 1;
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (distribution.variate(middle) < bound) low = middle;
    else high = middle;
  }
  return high;
}

/** @param nested the field of the distribution that is cut. */
export function truncatedOf<In>(nested: Field<In, Distribution, 'required'>) {
  return defineDistribution({
    kind: 'truncated',
    summary:
      'Another distribution without its values outside two bounds: a tail that a limit cuts off.',
    source: 'Law, Simulation Modeling and Analysis, 5th ed., 8.2.1 (truncated distributions)',
    options: {
      of: nested,
      min: duration({ doc: 'The shortest duration left.', default: '0s' }),
      max: duration({ doc: 'The longest duration left.', optional: true }),
    },
    check({ of, min, max = Number.POSITIVE_INFINITY }) {
      if (of instanceof Mixture) return 'a distribution without parts: cut the parts instead';
      if (min >= max) return '`min` below `max`';
      return of.variate(Number.EPSILON) < max && of.variate(1 - Number.EPSILON) > min
        ? undefined
        : 'bounds that leave something';
    },
    create: ({ of, min, max }) => new Truncated(of, min, max ?? Number.POSITIVE_INFINITY),
  });
}
