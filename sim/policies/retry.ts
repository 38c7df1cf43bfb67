import { flatField } from '../catalogue/flat.js';
import { list } from '../catalogue/groups.js';
import { choice, limit } from '../catalogue/scalars.js';
import { Fact } from '../kernel/probe.js';
import { type Duration, SECOND } from '../kernel/time.js';
import type { Call, Hooks, Witness } from '../primitives/call.js';
import { FAULTS, type Fault, Outcome } from '../primitives/outcome.js';
import { COMMON } from './backoff.js';
import { backoffs, scheduleOf } from './backoffs/index.js';
import { budgetField, budgetOf } from './budgets/index.js';
import { definePolicy } from './policy.js';

/** A call is about to be tried again; `attempt` counts from 2. */
export const callRetried = new Fact<[place: string, attempt: number]>('call.retried');

/** A call's `state`: between two attempts, held back by the budget, with an attempt under way, or with its last. */
const Stage = { backingOff: 0, held: 1, underWay: 2, last: 3 } as const;

/** How much longer than the back-off a hint may make the wait (RB9). */
const HINT_LIMIT: Duration = 5 * SECOND;

/** What each way to take a hint makes of the wait. */
const PUSH_BACK = {
  ignored: (delay: Duration) => delay,
  longer: (delay: Duration, hint: Duration) => Math.max(delay, hint),
  'a-little-longer': (delay: Duration, hint: Duration) =>
    Math.max(delay, Math.min(hint, delay + HINT_LIMIT)),
  instead: (_: Duration, hint: Duration) => hint,
} as const;

export const retry = definePolicy({
  kind: 'retry',
  role: 'repeats',
  summary: 'Tries again after a failure that may pass, after a back-off.',
  source: "Brooker, Timeouts, retries, and backoff with jitter, Amazon Builders' Library, 2019",
  options: {
    attempts: limit({
      doc: 'Total attempts, the first included. What counts retries (Envoy, Istio, Polly, cockatiel, p-retry) says one less.',
      default: 3,
      min: 1,
      max: 1000,
      source: 'resilience4j maxAttempts; SRE book ch. 21',
    }),
    backoff: flatField(backoffs, COMMON, {
      doc: 'The wait before each retry.',
      default: { exponential: '50ms' },
      source: 'AWS SDK 2026: 50 ms, full jitter, 20 s at most',
    }),
    'throttled-backoff': flatField(backoffs, COMMON, {
      doc: 'The wait after an answer that says: slower (rate-limited); without, as after any other.',
      optional: true,
    }),
    on: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults to retry after; without, all that may pass: see SEMANTICS.',
      optional: true,
      min: 1,
    }),
    'push-back': choice(['ignored', 'longer', 'a-little-longer', 'instead'], {
      doc: 'What an answer that says when to come back does to the wait: nothing; the longer of both holds; the same, but at most 5 s more; it holds instead of the back-off, which starts over.',
      default: 'ignored',
      source: 'longer: AWS SDK before 2026; a-little-longer: since (RB9); instead: gRPC A6 (GR3)',
    }),
    budget: budgetField({
      doc: 'Bounds retries, whatever single calls would like; without, nothing does.',
      optional: true,
    }),
  },
  shorthand: 'attempts',
  // Without a budget it remembers nothing.
  alike: ({ budget }) => budget === undefined,
  create(options, { exchange, place, salt, shared }) {
    const jitter = salt('retry.jitter');
    const fresh = salt('retry.attempt');
    const make = (): Hooks => {
      const { simulation } = exchange;
      const { attempts, backoff, on } = options;
      const usual = scheduleOf(backoff);
      const slower = scheduleOf(options['throttled-backoff'] ?? backoff);
      const faults = on === undefined ? null : new Set<Fault | null>(on);
      /** Attempts that single calls may make, where their budget bounds them. */
      const most = new Map<Call, number>();
      const cancelled = Outcome.failure('cancelled', place);
      const pushBack = PUSH_BACK[options['push-back']];
      const budget = budgetOf(options.budget);
      const hasBudget = options.budget !== undefined;
      const retried = simulation.probe.channel(callRetried);

      const waitAfter = (call: Call, { retryAfter, fault }: Outcome): Duration => {
        // The attempt from which on the back-off counts: a push-back may have made it start over.
        const start = call.item as number;
        const n = call.count - start;
        const schedule = isThrottling(fault) ? slower : usual;
        const delay = schedule.wait(n, call.mark, call, jitter + start - 1);
        call.mark = delay;
        if (retryAfter === null) return delay;
        if (pushBack === PUSH_BACK.instead) call.item = call.count + 1;
        return pushBack(delay, retryAfter);
      };
      const send = (call: Call) => {
        call.state = Stage.underWay;
        budget.underWay?.(1);
        // Each attempt has randomness of its own; the first shares the call's.
        call.proceed(call.count === 1 ? 0 : fresh + call.count);
      };
      const sendWhenAllowed = (call: Call) => {
        const held = budget.hold?.(call.count === 1, simulation.now) ?? 0;
        if (held === 0) send(call);
        else {
          call.state = Stage.held;
          call.wake(held);
        }
      };
      /** Whether an answer is a failure that may pass; the budget hears of every failure. */
      const isPassing = ({ ok, fault, retryable }: Outcome): boolean => {
        const { now } = simulation;
        const passing = !ok && (faults === null ? retryable : faults.has(fault));
        if (passing) budget.failed?.(isThrottling(fault), now);
        else if (!ok) budget.failedForGood?.(now);
        return passing;
      };
      /** Whether there is to be another attempt; its price has been paid then. */
      const goesOn = (call: Call, outcome: Outcome): boolean => {
        const { now } = simulation;
        const { ok, fault } = outcome;
        if (ok) budget.succeeded?.(call.amount, now);
        const passing = isPassing(outcome);
        release(call);
        if (!passing || call.count >= attempts) {
          if (!passing) budget.concluded?.(now);
          return false;
        }
        if (call.state === Stage.last || call.count === most.get(call)) return false;
        call.amount = budget.pay(isThrottling(fault), now);
        return call.amount > 0;
      };
      const release = (call: Call) => {
        if (call.amount > 0) budget.released?.();
        call.amount = 0;
      };
      /** After an answer: true when the call waits for another attempt, false when it is over. */
      const waits = (call: Call, outcome: Outcome): boolean => {
        const again = goesOn(call, outcome);
        budget.underWay?.(-1);
        call.state = Stage.backingOff;
        if (!again) return false;
        // What the call ends with if the budget does not confirm the retry that it waits for.
        call.outcome = outcome;
        call.wake(waitAfter(call, outcome));
        return true;
      };
      const begin = (call: Call) => {
        call.count = 1;
        call.item = 1;
        call.amount = 0;
        call.state = Stage.underWay;
      };
      /** A first attempt that is the call itself, which is taken back when it fails; a budget wants to hear of more than that. */
      const first: Witness = {
        over(call, outcome) {
          if (outcome === null || outcome.ok) return false;
          exchange.takeBack(call);
          begin(call);
          return waits(call, outcome);
        },
        // Asked to end soon: it is not tried again.
        signalled(call) {
          call.witness = null;
        },
      };
      // Without a budget there is nothing to give back.
      const giveBack = (call: Call) => {
        if (call.state >= Stage.underWay) budget.underWay?.(-1);
        release(call);
        if (most.size > 0) most.delete(call);
      };
      return {
        enter(call) {
          if (!hasBudget && call.canReturn) {
            call.pass(first);
            return;
          }
          begin(call);
          budget.arrived?.(simulation.now);
          const bound = budget.mostPerCall?.(simulation.now);
          if (bound !== undefined) most.set(call, 1 + bound);
          sendWhenAllowed(call);
        },
        answered(call, outcome) {
          // A budget wants to hear of successes, too.
          if (outcome.ok && !hasBudget) {
            call.settle(outcome);
            return;
          }
          if (!waits(call, outcome)) call.settle(outcome);
        },
        woken(call) {
          if (call.state === Stage.held) {
            budget.waited?.(simulation.now);
            send(call);
            return;
          }
          if (budget.confirms?.(simulation.now) === false) {
            call.settle(call.outcome as Outcome);
            return;
          }
          call.count++;
          retried.emit(place, call.count);
          sendWhenAllowed(call);
        },
        signalled(call) {
          if (call.state < Stage.underWay) {
            call.settle(cancelled);
            return;
          }
          // Asked to end soon: it is not tried again.
          call.state = Stage.last;
          exchange.signal(call);
        },
        ...(hasBudget && { left: giveBack }),
      };
    };
    return options.budget === undefined ? shared('retry', make) : make();
  },
});

/** The callee is well, and says that it is asked too often. */
function isThrottling(fault: Fault | null): boolean {
  return fault === 'rate-limited';
}
