import { choice, integer } from '../../catalogue/scalars.js';
import type { Call } from '../../primitives/call.js';
import { ofCopy } from '../own.js';
import { next } from '../program.js';
import { defineStep, type NestedSteps } from '../step.js';

/** @param nested the field of the steps that run side by side. */
export function parallelOf(nested: NestedSteps) {
  return defineStep({
    kind: 'parallel',
    summary: 'Runs steps side by side and goes on when enough of them have succeeded.',
    source:
      'fork-join: Nelson and Tantawi, IEEE Trans. Computers 37(6), 1988; quorum: Gifford, 1979',
    options: {
      branches: nested,
      join: choice(['all', 'any', 'quorum'], {
        doc: 'How many branches must succeed: `all`, the first (`any`), or a `quorum`.',
        default: 'all',
      }),
      quorum: integer({ doc: 'How many, for `join: quorum`.', min: 1, optional: true }),
      losers: choice(['cancel', 'finish'], {
        doc: 'Branches no longer needed are cancelled, or run to their end unheeded.',
        default: 'cancel',
      }),
    },
    shorthand: 'branches',
    check({ branches, join, quorum }) {
      if (join === 'quorum' && quorum === undefined) return 'a `quorum` with `join: quorum`';
      if (join !== 'quorum' && quorum !== undefined) return '`join: quorum` with a `quorum`';
      return quorum !== undefined && quorum > branches.length
        ? `a \`quorum\` of at most ${branches.length}, the number of branches`
        : undefined;
    },
    read: ({ branches }) => ({ inside: [{ steps: branches, times: 1 }] }),
    create({ branches, join, quorum, losers }, site) {
      const { exchange } = site;
      const programs = branches.map((step) => site.program([step]));
      const needed = join === 'all' ? programs.length : join === 'any' ? 1 : (quorum ?? 1);
      const spare = programs.length - needed;
      const key = site.salt('parallel');
      const succeeded = (call: Call, partial: boolean) => {
        if (partial) call.partial = true;
        if (++call.state < needed) return;
        if (losers === 'cancel') exchange.cancelInner(call);
        else exchange.letGo(call);
        next(call);
      };
      return {
        begin(call) {
          // The state counts successes, the amount failures.
          call.state = 0;
          call.amount = 0;
          for (let index = 0; index < programs.length; index++) {
            const program = programs[index] as (typeof programs)[number];
            exchange.open(call, ofCopy(program, call), index, key + index);
          }
        },
        answered(call, outcome) {
          if (outcome.ok) succeeded(call, outcome.grade !== 'full');
          else if (++call.amount > spare) call.settle(outcome);
        },
      };
    },
  });
}
