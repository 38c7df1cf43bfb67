import { duration, flag } from '../catalogue/scalars.js';
import { END_OF_TIME } from '../kernel/time.js';
import { Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

export const deadline = definePolicy({
  kind: 'deadline',
  role: 'limits-time',
  summary:
    'Gives a call and all that is called for it one instant at which to end. What it was given travels on with every call; where this policy stands, at a caller or at the entrance of a service, it is kept to.',
  source: 'gRPC deadlines (T4); SRE book, ch. 22, deadline propagation',
  options: {
    after: duration({
      doc: 'The time that there is; without, only what is left of the time given further out.',
      optional: true,
      min: '1ns',
    }),
    inherits: flag({
      doc: 'It never grants more time than is left; otherwise it begins anew.',
      default: true,
      source:
        'gRPC with deadline propagation, as in Java and Go contexts; C++ and Node: when asked to',
    }),
  },
  shorthand: 'after',
  alike: () => true,
  create({ after, inherits }, { exchange, place }) {
    const { simulation } = exchange;
    const exceeded = Outcome.failure('deadline-exceeded', place);
    const limit = { outcome: exceeded };
    return {
      enter(call) {
        const { now } = simulation;
        const own = after === undefined ? END_OF_TIME : now + after;
        call.deadline = inherits ? Math.min(call.deadline, own) : own;
        const left = call.deadline - now;
        if (left <= 0) call.settle(exceeded);
        else if (call.deadline === END_OF_TIME) call.pass();
        else if (call.handler.next?.limit === null) call.pass(null, limit, left);
        else {
          // What has a limit of its own takes another call.
          call.wake(left);
          call.proceed();
        }
      },
      woken: (call) => call.settle(exceeded),
    };
  },
});
