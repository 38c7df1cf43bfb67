import { fields, list } from '../../catalogue/groups.js';
import { duration, number } from '../../catalogue/scalars.js';
import { type Distribution, defineDistribution } from '../distribution.js';
import { exponential } from './exponential.js';
import { Mixture } from './mixture.js';

interface Phase {
  readonly weight: number;
  readonly mean: number;
}

/** Two phases of the given mean and cv >= 1 whose loads are equal (balanced means). */
function balanced(mean: number, cv: number): readonly Phase[] {
  const square = cv * cv;
  const share = (1 + Math.sqrt((square - 1) / (square + 1))) / 2;
  return [
    { weight: share, mean: mean / (2 * share) },
    { weight: 1 - share, mean: mean / (2 * (1 - share)) },
  ];
}

function build(phases: readonly Phase[]): Distribution {
  const parts = phases.map(({ weight, mean }) => ({ weight, of: exponential.create({ mean }) }));
  return new Mixture(parts);
}

export const hyperexponential = defineDistribution({
  kind: 'hyperexponential',
  summary: 'A choice between exponentials: many short values and a few long ones, cv above 1.',
  source: 'Kleinrock, Queueing Systems vol. 1, 4.7; balanced means: Whitt, 1982',
  options: {
    mean: duration({
      doc: 'The mean. Together with `cv`, for two phases of equal load.',
      optional: true,
    }),
    cv: number({
      doc: 'Standard deviation over mean, 1 or more.',
      min: 1,
      max: 100,
      optional: true,
    }),
    phases: list(
      fields(
        {
          weight: number({ doc: 'How likely the phase is, relative to the others.', min: 0 }),
          mean: duration({ doc: 'The mean of this phase.' }),
        },
        { doc: 'One exponential phase.' },
      ),
      {
        doc: 'The phases themselves, instead of `mean` and `cv`.',
        min: 1,
        max: 100,
        optional: true,
      },
    ),
  },
  check({ mean, cv, phases }) {
    const byMoments = mean !== undefined && cv !== undefined;
    const given = [mean, cv].filter((each) => each !== undefined).length;
    if (phases === undefined) return byMoments ? undefined : '`mean` and `cv`, or `phases`';
    if (given > 0) return '`mean` and `cv`, or `phases`';
    return phases.some(({ weight }) => weight > 0) ? undefined : 'a phase of weight above 0';
  },
  create: ({ mean, cv, phases }) => build(phases ?? balanced(mean ?? 0, cv ?? 1)),
});
