import { list } from '../catalogue/groups.js';
import { choice, reference } from '../catalogue/scalars.js';
import { FAULTS, type Fault, Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

/** A call's `state`. */
const Asked = { callee: 0, substitute: 1 } as const;

export const fallback = definePolicy({
  kind: 'fallback',
  role: 'substitutes',
  summary:
    'Answers with a substitute when the call fails: a default, another call, a queue for later.',
  source: 'Hystrix fallback; opossum O12; Polly FallbackAction',
  options: {
    call: reference('operation', { doc: 'Ask this operation instead.', optional: true }),
    publish: reference('broker', {
      doc: 'Accept the request and do it later: publish it to this broker.',
      optional: true,
    }),
    on: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults that get the substitute; without, all of them.',
      optional: true,
      min: 1,
    }),
  },
  check: ({ call, publish }) =>
    call !== undefined && publish !== undefined ? '`call` or `publish`, not both' : undefined,
  create({ call: operation, publish, on }, { exchange, place, outbound, salt }) {
    const substitute = Outcome.answer('substitute', place);
    const target = operation ?? publish;
    const other = target === undefined ? null : outbound(target);
    const faults = on === undefined ? null : new Set<Fault | null>(on);
    const key = salt('fallback');
    return {
      answered(call, outcome) {
        if (call.state === Asked.substitute) {
          call.settle(outcome.ok ? substitute : outcome);
        } else if (outcome.ok || (faults !== null && !faults.has(outcome.fault))) {
          call.settle(outcome);
        } else if (other === null) {
          call.settle(substitute);
        } else {
          call.state = Asked.substitute;
          exchange.openTo(call, other.handler, other.operation, key);
        }
      },
    };
  },
});
