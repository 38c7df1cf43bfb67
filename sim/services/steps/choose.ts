import { fields, list } from '../../catalogue/groups.js';
import { number } from '../../catalogue/scalars.js';
import { draw } from '../../kernel/random.js';
import { ofCopy } from '../own.js';
import { next } from '../program.js';
import { defineStep, goesOnAfter, type NestedSteps } from '../step.js';

/** @param nested the field of the steps of one alternative. */
export function chooseOf(nested: NestedSteps) {
  return defineStep({
    kind: 'choose',
    summary: 'Takes one of several ways, at random by weight: a cache hit or a miss.',
    source: 'Bernoulli routing: Jackson, Operations Research 5(4), 1957',
    options: {
      ways: list(
        fields(
          {
            weight: number({ doc: 'How likely this way is, relative to the others.', min: 0 }),
            steps: nested,
          },
          { doc: 'One way.' },
        ),
        { doc: 'The ways.', min: 1, max: 1000 },
      ),
    },
    shorthand: 'ways',
    check: ({ ways }) => (ways.some(({ weight }) => weight > 0) ? undefined : 'a weight above 0'),
    read({ ways }) {
      const total = ways.reduce((sum, { weight }) => sum + weight, 0);
      return { inside: ways.map(({ weight, steps }) => ({ steps, times: weight / total })) };
    },
    create({ ways }, { exchange, program, salt }) {
      const purpose = salt('choose');
      const total = ways.reduce((sum, { weight }) => sum + weight, 0);
      let sum = 0;
      const bounds = ways.map(({ weight }) => {
        sum += weight;
        return sum / total;
      });
      const programs = ways.map(({ steps }) => program(steps));
      return {
        begin(call) {
          const u = draw(call, purpose);
          let way = 0;
          while (way < bounds.length - 1 && u >= (bounds[way] as number)) way++;
          const program = programs[way] as (typeof programs)[number];
          exchange.open(call, ofCopy(program, call), way, 0);
        },
        answered(call, outcome) {
          if (goesOnAfter(call, outcome)) next(call);
        },
      };
    },
  });
}
