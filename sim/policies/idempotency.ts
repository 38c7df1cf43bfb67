import { choice, duration } from '../catalogue/scalars.js';
import type { Instant } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import { type Fault, NO_ROOM, Outcome } from '../primitives/outcome.js';
import { definePolicy } from './policy.js';

/** What is known of a key. */
interface Entry {
  /** The call that does the work; null when its host has died. */
  owner: Call | null;
  readonly since: Instant;
  readonly waiting: Set<Call>;
}

/** A finished one. */
interface Answer {
  readonly outcome: Outcome;
  readonly until: Instant;
}

/** Failures of calls that never came to their end: there is nothing to remember. */
const UNFINISHED: ReadonlySet<Fault | null> = new Set<Fault>(['reset', 'refused', ...NO_ROOM]);

/** The key that a client sends with every attempt of a request, and the operation. */
function keyOf({ request, operation }: Call): string {
  return `${request.keyHigh},${request.keyLow},${operation}`;
}

class Table {
  readonly running = new Map<string, Entry>();
  private readonly done = new Map<string, Answer>();

  answer(key: string, now: Instant): Outcome | null {
    // All are kept for the same time: the oldest come first.
    for (const [oldest, { until }] of this.done) {
      if (until > now) break;
      this.done.delete(oldest);
    }
    return this.done.get(key)?.outcome ?? null;
  }

  store(key: string, outcome: Outcome, until: Instant): void {
    this.done.delete(key);
    this.done.set(key, { outcome, until });
  }
}

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
    const table =
      options.table === 'common' ? shared('idempotency', () => new Table()) : new Table();

    const isKept = ({ ok, fault }: Outcome) => ok || (keeps === 'all' && !UNFINISHED.has(fault));
    const begin = (call: Call, key: string, waiting = new Set<Call>()) => {
      table.running.set(key, { owner: call, since: simulation.now, waiting });
      call.item = key;
      call.proceed();
    };
    const meet = (call: Call, key: string, entry: Entry) => {
      if (simulation.now - entry.since >= lease) begin(call, key, entry.waiting);
      else if (inProgress === 'conflict') call.settle(conflict);
      else entry.waiting.add(call);
    };
    /** The first call has gone without an answer: the next one does the work. */
    const handOver = (key: string, { waiting }: Entry) => {
      table.running.delete(key);
      const [next] = waiting;
      if (next === undefined) return;
      waiting.delete(next);
      begin(next, key, waiting);
    };
    const conclude = (key: string, { waiting }: Entry, outcome: Outcome) => {
      table.running.delete(key);
      if (isKept(outcome)) table.store(key, outcome, simulation.now + window);
      for (const each of waiting) each.settle(outcome);
    };
    return {
      enter(call) {
        const key = keyOf(call);
        call.item = key;
        const answer = table.answer(key, simulation.now);
        const entry = table.running.get(key);
        if (answer !== null) call.settle(answer);
        else if (entry === undefined) begin(call, key);
        else meet(call, key, entry);
      },
      left(call, outcome) {
        const key = call.item as string;
        const entry = table.running.get(key);
        if (entry === undefined) return;
        entry.waiting.delete(call);
        if (entry.owner !== call) return;
        // A table elsewhere sees a connection end, but not a host die.
        if (process.silent) entry.owner = null;
        else if (outcome === null) handOver(key, entry);
        else conclude(key, entry, outcome);
      },
    };
  },
});
