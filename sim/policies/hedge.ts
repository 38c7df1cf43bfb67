/** Hedging: copies of a call against the slow answers, first come, first served. */
import { list } from '../catalogue/groups.js';
import { choice, flag, integer } from '../catalogue/scalars.js';
import type { DurationText } from '../catalogue/units.js';
import { type Call, type Handler, servingBegan } from '../primitives/call.js';
import { disown } from '../primitives/call-tree.js';
import { FAULTS, type Fault, type Outcome } from '../primitives/outcome.js';
import { budgetField, budgetOf } from './budgets/index.js';
import type { HedgeDelayMember } from './hedge-delay.js';
import { hedgeDelays } from './hedge-delays/index.js';
import { definePolicy } from './policy.js';
import { Race } from './race.js';

export const hedge = definePolicy({
  kind: 'hedge',
  role: 'repeats',
  summary: 'Sends the call again while it has no answer yet, and takes the first good answer.',
  source:
    'Dean and Barroso, The Tail at Scale, CACM 56(2), 2013; gRPC A6, Polly 8, resilience4j, Finagle',
  options: {
    after: hedgeDelays.field<{ doc: string; optional: true }, DurationText>(
      {
        doc: 'How long the copies under way may take before the next is sent; without, a copy is only sent after a failure.',
        optional: true,
      },
      'fixed',
    ),
    copies: integer({
      doc: 'The most copies, beside the call itself.',
      default: 1,
      min: 1,
      max: 100,
      source: 'Polly 8 MaxHedgedAttempts; resilience4j',
    }),
    'on-failure': choice(['next', 'wait', 'answer'], {
      doc: 'After a failure the next copy is sent at once (next: gRPC, Polly); copies under way are waited for (wait: Finagle); or it is the answer (answer: resilience4j).',
      default: 'next',
      source: 'gRPC A6; Polly 8',
    }),
    on: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults that are not yet the answer; without, all that may pass. After any other the call ends.',
      optional: true,
      min: 1,
    }),
    'when-all-fail': choice(['last', 'first'], {
      doc: 'The failure that the caller gets: the last one, or that of the call itself.',
      default: 'last',
      source: 'gRPC A6 (last); Polly 8 (first)',
    }),
    losers: choice(['cancel', 'finish'], {
      doc: 'Copies no longer needed are cancelled, as far as the network tells the callee, or run to their end.',
      default: 'cancel',
    }),
    budget: budgetField({
      doc: 'Bounds copies, whatever single calls would like; without, nothing does. A budget that makes calls wait instead of refusing makes no sense here.',
      optional: true,
    }),
    tied: flag({
      doc: 'When a callee begins to serve one copy, the others are cancelled, and no more are sent. They learn of it over edges with `cancellation: propagates`.',
      default: false,
      source: 'Dean and Barroso, tied requests',
    }),
  },
  check: ({ budget }) =>
    budgetOf(budget).hold === undefined
      ? undefined
      : 'a `budget` that refuses copies, and does not make them wait',
  create(options, { exchange, salt }) {
    const { after, copies, on, losers, tied } = options;
    const { simulation } = exchange;
    const member = after === undefined ? null : hedgeDelays.get(after.kind);
    const { create } = (member ?? {}) as unknown as HedgeDelayMember;
    const delays = after === undefined ? null : create(after.options as never);
    const faults = on === undefined ? null : new Set<Fault | null>(on);
    const budget = budgetOf(options.budget);
    const fresh = salt('hedge.copy');
    /** Calls that have copies under way and are tied. */
    const ties = new Set<Call>();

    /** Sends copies until there is one to be waited for; the count is of all that were sent. */
    const send = (call: Call) => {
      while (call.count <= copies) {
        const mayGo = call.count === 0 || (call.item as Race).addCopy(simulation.now);
        if (!mayGo) call.count = Number.POSITIVE_INFINITY;
        else if (sendOne(call, call.count++)) return;
      }
    };
    /** Sends a copy; true when there is something to wait for before the next one. */
    const sendOne = (call: Call, copy: number): boolean => {
      // The call itself shares its randomness; a copy has its own.
      exchange.open(call, call.handler.next as Handler, copy, copy === 0 ? 0 : fresh + copy);
      if (delays === null || call.count > copies) return true;
      const delay = delays.delay(simulation.now);
      if (delay > 0) call.wake(delay);
      return delay > 0;
    };
    const finish = (call: Call, outcome: Outcome) => {
      budget.concluded?.(simulation.now);
      if (losers === 'finish') {
        for (let each = call.inner; each !== null; each = each.older) disown(each, simulation);
        exchange.letGo(call);
      }
      call.settle(outcome);
    };
    const failed = (call: Call, outcome: Outcome, copy: number) => {
      const race = call.item as Race;
      if (copy === 0) race.failure = outcome;
      if (options['on-failure'] === 'next') send(call);
      if (call.inner !== null) return;
      finish(call, options['when-all-fail'] === 'first' ? (race.failure ?? outcome) : outcome);
    };
    /** One copy is being served: the others go, whoever they wait for. */
    const bind = (call: Call, chosen: Call) => {
      ties.delete(call);
      call.count = copies + 1;
      exchange.sleep(call);
      for (let each = call.inner; each !== null; ) {
        const { older } = each;
        if (each !== chosen) {
          (call.item as Race).leave(each.tag);
          exchange.cancel(each);
        }
        each = older;
      }
    };
    if (tied) {
      simulation.probe.on(servingBegan, (served) => {
        let branch = served;
        for (let { parent } = branch; parent !== null; { parent } = branch) {
          if (ties.has(parent)) bind(parent, branch);
          branch = parent;
        }
      });
    }
    return {
      enter(call) {
        call.item = new Race(budget, simulation.now);
        if (tied) ties.add(call);
        send(call);
      },
      woken: send,
      answered(call, outcome, copy) {
        const { now } = simulation;
        const took = (call.item as Race).answered(copy, outcome, now);
        delays?.answered?.(took, copy, now);
        const passing = faults === null ? outcome.retryable : faults.has(outcome.fault);
        if (outcome.ok || !passing || options['on-failure'] === 'answer') finish(call, outcome);
        else failed(call, outcome, copy);
      },
      left(call) {
        if (tied) ties.delete(call);
        (call.item as Race).end();
      },
    };
  },
});
