import { choice, duration } from '../catalogue/scalars.js';
import { Outcome } from '../primitives/outcome.js';
import { FixedLimit } from '../primitives/time-limit.js';
import { definePolicy } from './policy.js';

/** A call's `state` once its time is over and the callee has been asked to end. */
const SIGNALLED = 1;

export const timeout = definePolicy({
  kind: 'timeout',
  role: 'limits-time',
  summary: 'Stops waiting after a fixed time; the other side may go on working.',
  source:
    'Nygard, Release It!, 2nd ed., 5.1; aggressive as in opossum and resilience4j TimeLimiter',
  options: {
    after: duration({ doc: 'How long the caller waits.', min: '1ns' }),
    strategy: choice(['aggressive', 'cooperative'], {
      doc: 'What happens then: the caller is answered at once, or the callee is asked to end and the caller waits until it has, for whatever answer it gives. The callee hears of it where the `cancellation` of the edge propagates, and nowhere else.',
      default: 'aggressive',
      source: 'cockatiel TimeoutStrategy; Polly 8 is cooperative (T1, T2)',
    }),
  },
  shorthand: 'after',
  alike: () => true,
  create({ after, strategy }, { exchange, place, shared }) {
    const timedOut = shared('timeout', () => Outcome.failure('timeout', place));
    if (strategy === 'aggressive') return new FixedLimit(after, timedOut);
    return {
      enter(call) {
        call.wake(after);
        call.proceed();
      },
      woken(call) {
        call.state = SIGNALLED;
        exchange.signal(call);
      },
      // Who ended because of the signal ran out of time.
      answered: (call, outcome) =>
        call.settle(call.state === SIGNALLED && outcome.fault === 'cancelled' ? timedOut : outcome),
    };
  },
});
