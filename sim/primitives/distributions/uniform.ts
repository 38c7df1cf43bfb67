import { duration } from '../../catalogue/scalars.js';
import { Distribution, defineDistribution } from '../distribution.js';

class Uniform extends Distribution {
  readonly mean: number;

  constructor(
    private readonly from: number,
    private readonly to: number,
  ) {
    super();
    this.mean = (from + to) / 2;
  }

  variate(u: number): number {
    return this.from + (this.to - this.from) * u;
  }
}

export const uniform = defineDistribution({
  kind: 'uniform',
  summary: 'Every duration between two bounds is equally likely.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.2',
  options: {
    from: duration({ doc: 'The shortest duration.' }),
    to: duration({ doc: 'The longest duration.' }),
  },
  check: ({ from, to }) => (from <= to ? undefined : '`from` no longer than `to`'),
  create: ({ from, to }) => new Uniform(from, to),
});
