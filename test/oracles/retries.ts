/** Libraries that retry and our retry on the same script: one call after the other, so that budgets carry over. */
import {
  AdaptiveRetryStrategy,
  DefaultRateLimiter,
  StandardRetryStrategy,
} from '@smithy/util-retry';
import {
  decorrelatedJitterGenerator,
  ExponentialBackoff,
  fullJitterGenerator,
  halfJitterGenerator,
  handleAll,
  noJitterGenerator,
  retry,
} from 'cockatiel';
import { backOff } from 'exponential-backoff';
import fc from 'fast-check';
import pRetry from 'p-retry';
import { expect } from 'vitest';
import { draw } from '../../sim/kernel/random.js';
import type { Reply } from '../policies/stage.js';
import { type OracleClock, underClock } from './clock.js';
import type { PlayFunction } from './script.js';

type Answer = Exclude<Reply, 'hangs'>;
type Action = () => Promise<void>;
type StandardRetryToken = Parameters<StandardRetryStrategy['recordSuccess']>[0];
type RetryErrorInfo = Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>[1];

interface Plan {
  readonly attempts: number;
  readonly base: number;
  readonly factor: number;
  readonly cap: number;
  readonly jitter: number;
}

export interface RetryCase {
  readonly plan: Plan;
  readonly calls: number;
  /** Answers in turn; after them all is well. */
  readonly answers: readonly Answer[];
}

export interface Library {
  /** Our retry with the same options. */
  policy(plan: Plan): object;
  /** Something that makes one call after the other with the library. */
  open(plan: Plan): (action: Action, clock: OracleClock) => Promise<void>;
}

/** Between two calls: longer than any call takes. */
const GAP = 10_000_000;

/** A failure, as libraries are told of it. */
export class LibraryFault extends Error {
  constructor(
    readonly fault: string,
    readonly retryAfter: number | undefined,
  ) {
    super(fault);
  }
}

const exponential = ({ base, factor, cap }: Plan, jitter: unknown) => ({
  exponential: `${base}ms`,
  factor,
  cap: `${cap}ms`,
  jitter,
});

const GENERATORS = [
  noJitterGenerator,
  fullJitterGenerator,
  halfJitterGenerator,
  decorrelatedJitterGenerator,
];

// It took the real timer when it was loaded.
Object.assign(DefaultRateLimiter, {
  setTimeoutFn: (run: () => void, delay: number) => setTimeout(run, delay),
});

function smithy(adaptive: boolean): Library {
  const JITTER = { cap: '20s', jitter: 'clipped' };
  return {
    policy: ({ attempts }) => ({
      attempts,
      backoff: { exponential: '100ms', ...JITTER },
      'throttled-backoff': { exponential: '500ms', ...JITTER },
      'push-back': 'longer',
      budget: {
        [adaptive ? 'adaptive' : 'quota']: {
          transient: 10,
          'refill-bug': true,
          ...(adaptive ? { holds: 'first-attempts', waiting: 'together' } : {}),
        },
      },
    }),
    open({ attempts }) {
      const strategy = adaptive
        ? new AdaptiveRetryStrategy(async () => attempts)
        : new StandardRetryStrategy(attempts);
      return async (action) => {
        let token = (await strategy.acquireInitialRetryToken('')) as StandardRetryToken;
        for (;;) {
          try {
            await action();
            strategy.recordSuccess(token);
            return;
          } catch (error) {
            const info = infoOf(error as LibraryFault);
            token = (await strategy.refreshRetryTokenForRetry(token, info)) as StandardRetryToken;
            await new Promise((resolve) => setTimeout(resolve, token.getRetryDelay()));
          }
        }
      };
    },
  };
}

/** What the SDK makes of a failure. */
export function infoOf({ fault, retryAfter }: LibraryFault): RetryErrorInfo {
  return {
    errorType: TYPES[fault] ?? 'CLIENT_ERROR',
    ...(retryAfter === undefined ? {} : { retryAfterHint: new Date(Date.now() + retryAfter) }),
    ...(fault === 'rate-limited' ? { $retryable: { throttling: true } } : {}),
  };
}

const TYPES: Readonly<Record<string, 'TRANSIENT' | 'THROTTLING'>> = {
  'server-error': 'TRANSIENT',
  'rate-limited': 'THROTTLING',
};

export const LIBRARIES: Readonly<Record<string, Library>> = {
  'p-retry 7.1.1': {
    policy: (plan) => ({
      attempts: plan.attempts,
      backoff: exponential(plan, plan.jitter % 2 === 0 ? 'none' : { added: '100%' }),
      on: ['server-error', 'rate-limited', 'deadline-exceeded'],
    }),
    open:
      ({ attempts, base, factor, cap, jitter }) =>
      (action) =>
        pRetry(action, {
          retries: attempts - 1,
          minTimeout: base,
          maxTimeout: cap,
          factor,
          randomize: jitter % 2 === 1,
        }),
  },
  'exponential-backoff 3.1.3': {
    policy: (plan) => ({
      attempts: plan.attempts,
      backoff: exponential(plan, plan.jitter % 2 === 0 ? 'none' : 'full'),
      on: ['server-error', 'rate-limited', 'deadline-exceeded'],
    }),
    open:
      ({ attempts, base, factor, cap, jitter }) =>
      (action) =>
        backOff(action, {
          numOfAttempts: attempts,
          startingDelay: base,
          maxDelay: cap,
          timeMultiple: factor,
          jitter: jitter % 2 === 0 ? 'none' : 'full',
        }),
  },
  'cockatiel 3.2.1': {
    policy: (plan) => ({
      attempts: plan.attempts,
      backoff: {
        ...exponential(plan, ['none', 'full', 'equal', 'smooth'][plan.jitter % 4]),
        factor: 2,
      },
      on: ['server-error', 'rate-limited', 'deadline-exceeded'],
    }),
    open({ attempts, base, cap, jitter }) {
      const generator = GENERATORS[jitter % 4] as typeof fullJitterGenerator;
      const backoff = new ExponentialBackoff({ initialDelay: base, maxDelay: cap, generator });
      const policy = retry(handleAll, { maxAttempts: attempts - 1, backoff });
      return (action) => policy.execute(action);
    },
  },
  '@smithy/util-retry 4.2.5, standard': smithy(false),
  '@smithy/util-retry 4.2.5, adaptive': smithy(true),
};

const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ after: fc.integer({ min: 1, max: 50 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      after: fc.integer({ min: 1, max: 50 }),
      fault: fc.constantFrom(
        'server-error' as const,
        'server-error' as const,
        'rate-limited' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      after: fc.constant(1),
      fault: fc.constant('rate-limited' as const),
      retryAfter: fc.integer({ min: 1, max: 15_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      after: fc.constant(1),
      fault: fc.constant('deadline-exceeded' as const),
    }),
  },
);

/** How often the callee says the same again: now and then long enough to use up a quota. */
const spell = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 30, max: 120 }) },
);

export const retryCases: fc.Arbitrary<RetryCase> = fc.record({
  plan: fc.record({
    attempts: fc.integer({ min: 1, max: 12 }),
    base: fc.integer({ min: 1, max: 300 }),
    factor: fc.constantFrom(1, 1.5, 2, 3),
    cap: fc.integer({ min: 300, max: 3000 }),
    jitter: fc.nat(11),
  }),
  calls: fc.integer({ min: 1, max: 30 }),
  answers: fc
    .array(fc.tuple(answer, spell), { maxLength: 40, size: 'max' })
    .map((spells) => spells.flatMap(([one, times]) => new Array<Answer>(times).fill(one))),
});

/** How long the callee was not asked between one answer and the next attempt; and how the calls ended. */
interface Account {
  readonly waits: readonly number[];
  readonly ends: readonly string[];
}

function withLibrary(library: Library, { plan, calls, answers }: RetryCase): Promise<Account> {
  const random = Math.random;
  return underClock(async (clock) => {
    const waits: number[] = [];
    const ends: string[] = [];
    let answered = 0;
    let attempts = 0;
    const call = library.open(plan);
    for (let index = 0; index < calls; index++) {
      clock.at(index * GAP, () => {
        // The library meets the very chances that our policy does.
        let n = 0;
        const key = { keyHigh: index, keyLow: 0 };
        Math.random = () => draw(key, JITTER_SALT + n++);
        answered = clock.now();
        const action = () => {
          const { after, fault, retryAfter } = answers[attempts++] ?? { after: 1 };
          waits.push(clock.now() - answered);
          return new Promise<void>((resolve, reject) => {
            setTimeout(() => {
              answered = clock.now();
              if (fault === undefined) resolve();
              else reject(new LibraryFault(fault, retryAfter));
            }, after);
          });
        };
        call(action, clock).then(
          () => ends.push('ok'),
          () => ends.push('failed'),
        );
      });
    }
    await clock.runUntil(calls * GAP);
    return { waits, ends };
  }).finally(() => {
    Math.random = random;
  });
}

/** The first salt that the stage gives: the jitter's. */
const JITTER_SALT = 1000;

function withRetry(play: PlayFunction, library: Library, one: RetryCase): Account {
  const callee: Reply[] = [...one.answers, { after: 1 }];
  const starts = Array.from({ length: one.calls }, (_, index) => index * GAP);
  const { seen, reached } = play({
    policies: [{ retry: library.policy(one.plan) }],
    calls: starts,
    callee,
  });
  let answered = 0;
  const waits = reached.map((at, index) => {
    const begun = Math.floor(at / GAP) * GAP;
    const wait = at - Math.max(begun, answered);
    answered = at + (callee[Math.min(index, callee.length - 1)] as Answer).after;
    return wait;
  });
  return { waits, ends: seen.map((each) => (each?.ends === 'ok' ? 'ok' : 'failed')) };
}

/** Timers of Node count whole milliseconds, and at least one. */
const TICK = 1;

export async function compareRetry(
  play: PlayFunction,
  library: Library,
  one: RetryCase,
): Promise<void> {
  const theirs = await withLibrary(library, one);
  const ours = withRetry(play, library, one);
  expect(ours.ends).toEqual(theirs.ends);
  expect(ours.waits).toHaveLength(theirs.waits.length);
  const off = ours.waits.map((wait, index) => Math.abs(wait - (theirs.waits[index] as number)));
  expect(Math.max(...off)).toBeLessThanOrEqual(TICK);
}
