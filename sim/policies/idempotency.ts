import { choice, duration } from '../catalogue/scalars.js';
import type { Call } from '../primitives/call.js';
import { type Fault, NO_ROOM, Outcome } from '../primitives/outcome.js';
import { Answers, type Work } from './answers.js';
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
    const begin = (call: Call, work: Work) => {
      work.owner = call;
      work.since = simulation.now;
      call.item = work;
      call.proceed();
    };
    const meet = (call: Call, work: Work) => {
      call.item = work;
      if (simulation.now - work.since >= lease) begin(call, work);
      else if (inProgress === 'conflict') call.settle(conflict);
      else work.hold(call);
    };
    /** The first call has gone without an answer: the next one does the work. */
    const handOver = (work: Work) => {
      const next = work.releaseFirst();
      if (next === null) answers.drop(work);
      else begin(next, work);
    };
    const conclude = (work: Work, outcome: Outcome) => {
      if (isKept(outcome)) answers.keep(work, outcome, simulation.now + window);
      else answers.drop(work);
      for (let each = work.releaseFirst(); each !== null; each = work.releaseFirst()) {
        each.settle(outcome);
      }
    };
    return {
      enter(call) {
        call.item = null;
        const outcome = answers.outcomeOf(call, simulation.now);
        const work = outcome === undefined ? answers.workOn(call) : undefined;
        if (outcome !== undefined) call.settle(outcome);
        else if (work === undefined) begin(call, answers.begin(call));
        else meet(call, work);
      },
      left(call, outcome) {
        const work = call.item as Work | null;
        if (work === null) return;
        work.release(call);
        if (work.owner !== call) return;
        // A table elsewhere sees a connection end, but not a host die.
        if (process.silent) work.owner = null;
        else if (outcome === null) handOver(work);
        else conclude(work, outcome);
      },
    };
  },
});
