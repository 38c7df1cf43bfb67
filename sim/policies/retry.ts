import { flatField } from '../catalogue/flat.js';
import { fields, list } from '../catalogue/groups.js';
import { choice, integer, number, share } from '../catalogue/scalars.js';
import { Fact } from '../kernel/probe.js';
import { FAULTS, type Fault } from '../primitives/outcome.js';
import { type BackoffMember, COMMON, Schedule } from './backoff.js';
import { backoffs } from './backoffs/index.js';
import { definePolicy } from './policy.js';

/** A call is about to be tried again; `attempt` counts from 2. */
export const callRetried = new Fact<[place: string, attempt: number]>('call.retried');

const budgetFields = {
  ratio: share({ doc: 'Tokens that each call earns; each retry costs one.', min: 0, max: 10 }),
  capacity: number({
    doc: 'The most tokens that can be saved; the bucket starts full.',
    default: 10,
    min: 1,
    source: 'gRPC A6 maxTokens',
  }),
};

export const retry = definePolicy({
  kind: 'retry',
  summary: 'Tries again after a failure that may pass, after a back-off.',
  source: "Brooker, Timeouts, retries, and backoff with jitter, Amazon Builders' Library, 2019",
  options: {
    attempts: integer({
      doc: 'Total attempts, the first included.',
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
    on: list(choice(FAULTS, { doc: 'A fault.' }), {
      doc: 'Faults to retry after; without, all that may pass: see SEMANTICS.',
      optional: true,
      min: 1,
    }),
    budget: fields(
      budgetFields,
      { doc: 'Bounds retries to a share of the calls; without, nothing does.', optional: true },
      'ratio',
    ),
  },
  shorthand: 'attempts',
  create({ attempts, backoff, on, budget }, { exchange, place, salt }) {
    const { create } = backoffs.get(backoff.kind) as unknown as BackoffMember;
    const schedule = new Schedule(create(backoff.options as never), backoff);
    const faults = on === undefined ? null : new Set<Fault | null>(on);
    const retried = exchange.simulation.probe.channel(callRetried);
    const jitter = salt('retry.jitter');
    const fresh = salt('retry.attempt');
    let tokens = budget?.capacity ?? 0;
    const afford = () => {
      if (budget === undefined) return true;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    };
    return {
      enter(call) {
        call.count = 1;
        if (budget !== undefined) tokens = Math.min(budget.capacity, tokens + budget.ratio);
        call.proceed();
      },
      answered(call, outcome) {
        const passing = faults === null ? outcome.retryable : faults.has(outcome.fault);
        if (outcome.ok || !passing || call.count >= attempts || !afford()) {
          call.settle(outcome);
          return;
        }
        const n = call.count - 1;
        const delay = schedule.wait(n, call.mark, call, jitter);
        call.mark = delay;
        call.wake(delay);
      },
      woken(call) {
        call.count++;
        retried.emit(place, call.count);
        // Each attempt has randomness of its own; the first shares the call's.
        call.proceed(fresh + call.count);
      },
    };
  },
});
