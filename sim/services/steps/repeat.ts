import { integer } from '../../catalogue/scalars.js';
import { ofCopy } from '../own.js';
import { next } from '../program.js';
import { defineStep, goesOnAfter, type NestedSteps } from '../step.js';

/** @param nested the field of the steps that are repeated. */
export function repeatOf(nested: NestedSteps) {
  return defineStep({
    kind: 'repeat',
    summary: 'Runs steps several times, one after the other: a page of rows, an N+1 query.',
    source:
      'loop node of a call graph: Becker, Koziolek and Reussner, J. Systems and Software 82, 2009',
    options: {
      times: integer({ doc: 'How often.', min: 1, max: 100000 }),
      steps: nested,
    },
    shorthand: 'times',
    read: ({ times, steps }) => ({ inside: [{ steps, times }] }),
    create({ times, steps }, { exchange, program, salt }) {
      const body = program(steps);
      const key = salt('repeat');
      return {
        begin(call) {
          call.state = 1;
          exchange.open(call, ofCopy(body, call), 1, key + 1);
        },
        answered(call, outcome) {
          if (!goesOnAfter(call, outcome)) return;
          if (call.state === times) {
            next(call);
            return;
          }
          call.state++;
          exchange.open(call, ofCopy(body, call), call.state, key + call.state);
        },
      };
    },
  });
}
