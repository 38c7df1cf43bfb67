import type { Field } from '../../catalogue/field.js';
import { fields, list } from '../../catalogue/groups.js';
import { number } from '../../catalogue/scalars.js';
import { Distribution, defineDistribution } from '../distribution.js';

interface Part {
  readonly weight: number;
  readonly of: Distribution;
}

/** Values from one of several distributions, chosen by weight with the same uniform. */
export class Mixture extends Distribution {
  readonly mean: number;
  private readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    super();
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    this.parts = parts.map(({ weight, of }) => ({ weight: weight / total, of }));
    this.mean = this.parts.reduce((sum, { weight, of }) => sum + weight * of.mean, 0);
  }

  variate(u: number): number {
    let rest = u;
    for (const { weight, of } of this.parts) {
      // What is left of the uniform inside the chosen part is itself uniform.
      if (rest < weight) return of.variate(rest / weight);
      rest -= weight;
    }
    const last = this.parts.at(-1) as Part;
    return last.of.variate(1 - Number.EPSILON);
  }
}

/** @param nested the field of the distributions that are mixed. */
export function mixtureOf<In>(nested: Field<In, Distribution, 'required'>) {
  return defineDistribution({
    kind: 'mixture',
    summary: 'Each value from one of several distributions: a fast path and a slow path.',
    source: 'Law, Simulation Modeling and Analysis, 5th ed., 8.2.2 (composition)',
    options: {
      parts: list(
        fields(
          {
            weight: number({ doc: 'How likely the part is, relative to the others.', min: 0 }),
            of: nested,
          },
          { doc: 'One part of the mixture.' },
        ),
        { doc: 'The parts.', min: 1, max: 100 },
      ),
    },
    shorthand: 'parts',
    check: ({ parts }) =>
      parts.some(({ weight }) => weight > 0) ? undefined : 'a part of weight above 0',
    create: ({ parts }) => new Mixture(parts),
  });
}
