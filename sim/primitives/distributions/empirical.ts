import { list } from '../../catalogue/groups.js';
import { duration, reference } from '../../catalogue/scalars.js';
import { Distribution, defineDistribution } from '../distribution.js';

/** Measured values: every gap between neighbours in size is equally likely, and linear inside. */
class Empirical extends Distribution {
  readonly mean: number;
  private readonly sorted: Float64Array;

  constructor(samples: readonly number[]) {
    super();
    this.sorted = Float64Array.from(samples).sort();
    this.mean = meanOfGaps(this.sorted);
  }

  variate(u: number): number {
    const place = u * (this.sorted.length - 1);
    const index = Math.floor(place);
    const low = this.sorted[index] as number;
    const high = this.sorted[index + 1] ?? low;
    return low + (high - low) * (place - index);
  }
}

/** The mean of what is drawn: every gap has its middle as its mean. The outermost values count half. */
function meanOfGaps(sorted: Float64Array): number {
  const gaps = sorted.length - 1;
  const smallest = sorted[0] as number;
  if (gaps === 0) return smallest;
  let sum = -(smallest + (sorted[gaps] as number)) / 2;
  for (const value of sorted) sum += value;
  return sum / gaps;
}

export const empirical = defineDistribution({
  kind: 'empirical',
  summary: 'Values that were measured, from a list or a file, interpolated between neighbours.',
  source: 'Law, Simulation Modeling and Analysis, 5th ed., 6.2.4',
  options: {
    samples: list(duration({ doc: 'One measured value.' }), {
      doc: 'The measured values.',
      min: 1,
      max: 1_000_000,
      optional: true,
    }),
    file: reference('file', {
      doc: 'A text file of durations, one a line, in the folder of the scenario or below.',
      becomes: 'samples',
      optional: true,
    }),
  },
  check: ({ samples }) => (samples === undefined ? '`samples` or `file`' : undefined),
  create: ({ samples = [] }) => new Empirical(samples),
});
