import { duration, number } from '../../catalogue/scalars.js';
import { exp, ln, power } from '../../math/arithmetic.js';
import { Distribution, defineDistribution } from '../distribution.js';

class Pareto extends Distribution {
  readonly mean: number;
  /** The share of the unbounded distribution that lies below `max`. */
  private readonly covered: number;

  constructor(
    private readonly min: number,
    private readonly shape: number,
    max: number,
  ) {
    super();
    this.covered = max === Number.POSITIVE_INFINITY ? 1 : 1 - power(min / max, shape);
    this.mean = paretoMean(min, shape, max, this.covered);
  }

  variate(u: number): number {
    return this.min * exp(-ln(1 - u * this.covered) / this.shape);
  }
}

function paretoMean(min: number, shape: number, max: number, covered: number): number {
  if (max === Number.POSITIVE_INFINITY) {
    return shape <= 1 ? Number.POSITIVE_INFINITY : (shape * min) / (shape - 1);
  }
  if (shape === 1) return (min * ln(max / min)) / covered;
  const tail = power(min / max, shape) * max;
  return ((shape / (shape - 1)) * (min - tail)) / covered;
}

export const pareto = defineDistribution({
  kind: 'pareto',
  summary: 'A power-law tail: rare values are orders of magnitude above the usual ones.',
  source: 'Harchol-Balter, Performance Modeling and Design of Computer Systems, ch. 20',
  options: {
    min: duration({ doc: 'The shortest duration.', min: '1ns' }),
    shape: number({
      doc: 'Tail index; at 1 and below the unbounded mean is infinite.',
      min: 0.1,
      max: 100,
    }),
    max: duration({ doc: 'The longest duration; without it the tail has no end.', optional: true }),
  },
  check: ({ min, max }) => (max === undefined || min < max ? undefined : '`min` below `max`'),
  create: ({ min, shape, max }) => new Pareto(min, shape, max ?? Number.POSITIVE_INFINITY),
});
