import { duration, flag } from '../catalogue/scalars.js';
import { type Duration, END_OF_TIME, type Instant } from '../kernel/time.js';
import { Outcome } from '../primitives/outcome.js';
import { FOR_EVER, TimeLimit } from '../primitives/time-limit.js';
import { definePolicy } from './policy.js';

/** An instant for each call, which those further in take over. */
class Deadline extends TimeLimit {
  readonly travels = true;

  constructor(
    /** Null for what is left of the time given further out. */
    private readonly after: Duration | null,
    private readonly inherits: boolean,
    outcome: Outcome,
  ) {
    super(outcome);
  }

  grant(call: { deadline: Instant }, now: Instant): Duration {
    const own = this.after === null ? END_OF_TIME : now + this.after;
    call.deadline = this.inherits ? Math.min(call.deadline, own) : own;
    return call.deadline === END_OF_TIME ? FOR_EVER : call.deadline - now;
  }
}

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
  create: ({ after, inherits }, { place }) =>
    new Deadline(after ?? null, inherits, Outcome.failure('deadline-exceeded', place)),
});
