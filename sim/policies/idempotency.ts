import { choice, duration } from '../catalogue/scalars.js';
import type { Call } from '../primitives/call.js';
import { type Fault, NO_ROOM, Outcome } from '../primitives/outcome.js';
import { type Answer, Answers } from './answers.js';
import { definePolicy } from './policy.js';

/** Failures of calls that never came to their end: there is nothing to remember. */
const UNFINISHED: ReadonlySet<Fault | null> = new Set<Fault>(['reset', 'refused', ...NO_ROOM]);

export const idempotency = definePolicy({
  kind: 'idempotency',
  role: 'remembers',
  summary:
    'Does the work of a request once: further calls with its key, such as retries, get the first answer again.',
  source: 'draft-ietf-httpapi-idempotency-key-header-07; Stripe, Idempotent requests (FC5)',
  options: {
    window: duration({
      doc: 'How long an answer is remembered, from when it was given.',
      default: '24h',
      min: '1ns',
      source: 'Stripe',
    }),
    'in-progress': choice(['conflict', 'wait'], {
      doc: 'What becomes of a call while the first one is still at work: it ends as a conflict, or waits for the answer.',
      default: 'conflict',
      source: 'draft-ietf-httpapi-idempotency-key-header, 2.6 (409)',
    }),
    keeps: choice(['successes', 'all'], {
      doc: 'Answers that are remembered; with all, a request that has failed at work fails for good.',
      default: 'successes',
      source: 'all: Stripe',
    }),
    table: choice(['common', 'own'], {
      doc: 'One table for all copies, as in a database, or one in the memory of each.',
      default: 'common',
    }),
    lease: duration({
      doc: 'A call that does not come to its end blocks its key for so long: its process may have died.',
      default: '1m',
      min: '1ns',
    }),
  },
  shorthand: 'window',
  create(options, { exchange, place, process, shared }) {
    const { window, keeps, lease, 'in-progress': inProgress } = options;
    const { simulation } = exchange;
    const conflict = Outcome.failure('conflict', place);
    const answers =
      options.table === 'common' ? shared('idempotency', () => new Answers()) : new Answers();

    const isKept = ({ ok, fault }: Outcome) => ok || (keeps === 'all' && !UNFINISHED.has(fault));
    const begin = (call: Call, answer: Answer) => {
      answer.owner = call;
      answer.since = simulation.now;
      call.item = answer;
      call.proceed();
    };
    const meet = (call: Call, answer: Answer) => {
      call.item = answer;
      if (answer.outcome !== null) call.settle(answer.outcome);
      else if (simulation.now - answer.since >= lease) begin(call, answer);
      else if (inProgress === 'conflict') call.settle(conflict);
      else answer.hold(call);
    };
    /** The first call has gone without an answer: the next one does the work. */
    const handOver = (answer: Answer) => {
      const next = answer.releaseFirst();
      if (next === null) answers.forget(answer);
      else begin(next, answer);
    };
    const conclude = (answer: Answer, outcome: Outcome) => {
      if (isKept(outcome)) answers.keep(answer, outcome, simulation.now + window);
      else answers.forget(answer);
      for (let each = answer.releaseFirst(); each !== null; each = answer.releaseFirst()) {
        each.settle(outcome);
      }
    };
    return {
      enter(call) {
        answers.forgetOld(simulation.now);
        const answer = answers.find(call);
        if (answer === null) begin(call, answers.add(call));
        else meet(call, answer);
      },
      left(call, outcome) {
        const answer = call.item as Answer;
        answer.release(call);
        if (answer.owner !== call) return;
        // A table elsewhere sees a connection end, but not a host die.
        if (process.silent) answer.owner = null;
        else if (outcome === null) handOver(answer);
        else conclude(answer, outcome);
      },
    };
  },
});
