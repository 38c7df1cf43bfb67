import { duration } from '../../catalogue/scalars.js';
import { Distribution, defineDistribution } from '../distribution.js';

class Constant extends Distribution {
  constructor(readonly mean: number) {
    super();
  }

  variate(): number {
    return this.mean;
  }
}

export const constant = defineDistribution({
  kind: 'constant',
  summary: 'Always the same duration.',
  source: 'degenerate distribution',
  options: { value: duration({ doc: 'The duration.' }) },
  shorthand: 'value',
  create: ({ value }) => new Constant(value),
});
