import { choice, duration, share } from '../../catalogue/scalars.js';
import { draw } from '../../kernel/random.js';
import { partsOf } from '../../primitives/bundle.js';
import { FAULTS, Outcome } from '../../primitives/outcome.js';
import { next } from '../program.js';
import { defineStep } from '../step.js';

export const fail = defineStep({
  kind: 'fail',
  summary: 'Fails with a probability: what is left of an error rate when nobody knows its cause.',
  source: 'HTTP 500 Internal Server Error: RFC 9110, 15.6.1',
  options: {
    probability: share({ doc: 'How likely.' }),
    fault: choice(FAULTS, { doc: 'As what the caller sees it.', default: 'server-error' }),
    'retry-after': duration({
      doc: 'The answer says when to come back; retries may heed it, see their `push-back`.',
      optional: true,
    }),
  },
  shorthand: 'probability',
  create({ probability, fault, 'retry-after': retryAfter = null }, { place, salt }) {
    const purpose = salt('fail');
    const failure = Outcome.failure(fault, place, retryAfter);
    return {
      begin(call) {
        const parts = partsOf(call.cargo);
        // Of a batch each message fails by itself.
        for (const part of parts ?? []) part.failed ||= draw(part, purpose) < probability;
        const fails = parts?.every(({ failed }) => failed) ?? draw(call, purpose) < probability;
        if (fails) call.settle(failure);
        else next(call);
      },
    };
  },
});
