import { duration } from '../catalogue/scalars.js';
import { Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

export const timeout = definePolicy({
  kind: 'timeout',
  summary: 'Stops waiting after a fixed time; the other side may go on working.',
  source:
    'Nygard, Release It!, 2nd ed., 5.1; aggressive as in opossum and resilience4j TimeLimiter',
  options: { after: duration({ doc: 'How long the caller waits.', min: '1ns' }) },
  shorthand: 'after',
  create({ after }, { place }) {
    const timedOut = Outcome.failure('timeout', place);
    return {
      enter(call) {
        call.wake(after);
        call.proceed();
      },
      woken: (call) => call.settle(timedOut),
    };
  },
});
