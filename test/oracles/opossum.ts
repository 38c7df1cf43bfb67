/** opossum 9 and our circuit breaker on the same script. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import type CircuitBreaker from 'opossum';
import { expect } from 'vitest';
import type { Reply } from '../policies/stage.js';
import { settled, underClock } from './clock.js';
import {
  type Account,
  accountOf,
  type PlayFunction,
  type Script,
  script,
  UNHANDLED,
} from './script.js';

const Opossum = createRequire(import.meta.url)('opossum') as typeof CircuitBreaker;

interface Options {
  readonly threshold: number;
  readonly volume: number;
  readonly reset: number;
  readonly window: number;
  readonly buckets: number;
  readonly timeout: number | null;
  readonly capacity: number | null;
  readonly warmUp: boolean;
}

export interface OpossumCase extends Script {
  readonly options: Options;
}

export const opossumCases: fc.Arbitrary<OpossumCase> = fc
  .record({
    options: fc.record({
      threshold: fc.constantFrom(0, 10, 25, 50, 50, 60, 75, 100),
      volume: fc.integer({ min: 0, max: 6 }),
      reset: fc.integer({ min: 5, max: 370 }),
      width: fc.integer({ min: 10, max: 150 }),
      buckets: fc.integer({ min: 1, max: 10 }),
      timeout: fc.option(fc.integer({ min: 2, max: 30 })),
      capacity: fc.option(fc.integer({ min: 1, max: 3 })),
      warmUp: fc.boolean(),
    }),
    play: script(370, 37),
  })
  .map(({ options: { width, ...options }, play: { calls, callee } }) => ({
    // Who is first at a tie is chance: buckets roll at even instants, calls come one at a time at
    // instants 4n + 1, and are answered at instants 4n + 3.
    options: {
      ...options,
      reset: 4 * options.reset,
      window: 4 * width * options.buckets,
      timeout: options.timeout && 4 * options.timeout + 2,
    },
    calls: calls.map((time, index) => 4 * (time + index) + 1),
    callee: callee.map((reply) =>
      reply === 'hangs' ? reply : { ...reply, after: 4 * reply.after + 2 },
    ),
  }));

const CODES: Readonly<Record<string, string>> = {
  EOPENBREAKER: 'rejected-open',
  ETIMEDOUT: 'timeout',
  ESEMLOCKED: 'bulkhead-full',
};

export function withOpossum({ options, calls, callee }: OpossumCase): Promise<Account> {
  return underClock(async (clock) => {
    const reached: number[] = [];
    const states: string[] = [];
    const ends = calls.map(() => 'never');
    const action = () => {
      const reply = callee[Math.min(reached.length, callee.length - 1)] as Exclude<Reply, 'hangs'>;
      reached.push(clock.now());
      return new Promise<void>((resolve, reject) => {
        const end = () => (reply.fault === undefined ? resolve() : reject(new Error(reply.fault)));
        setTimeout(end, reply.after);
      });
    };
    const breaker = new Opossum(action, {
      errorThresholdPercentage: options.threshold,
      volumeThreshold: options.volume,
      resetTimeout: options.reset,
      rollingCountTimeout: options.window,
      rollingCountBuckets: options.buckets,
      timeout: options.timeout ?? false,
      ...(options.capacity === null ? {} : { capacity: options.capacity }),
      allowWarmUp: options.warmUp,
      // What it filters is a success to it, and a failure to its caller.
      errorFilter: ({ message }: Error) => message === UNHANDLED,
      enableSnapshots: false,
      rollingPercentilesEnabled: false,
    });
    breaker.on('open', () => states.push(`open@${clock.now()}`));
    breaker.on('halfOpen', () => states.push(`half-open@${clock.now()}`));
    breaker.on('close', () => states.push(`closed@${clock.now()}`));
    calls.forEach((time, index) => {
      clock.at(time, () => {
        breaker.fire().then(
          () => {
            ends[index] = `ok@${clock.now()}`;
          },
          (error: Error & { code?: string }) => {
            ends[index] = `${CODES[error.code ?? ''] ?? error.message}@${clock.now()}`;
          },
        );
      });
    });
    await settled();
    await clock.runUntil(endOf(calls));
    breaker.shutdown();
    return { ends, reached, states: states.filter((each) => before(each, endOf(calls))) };
  });
}

export function withBreaker(play: PlayFunction, { options, calls, callee }: OpossumCase): Account {
  const account = accountOf(
    play({
      policies: [
        {
          'circuit-breaker': {
            trip: {
              rolling: {
                span: `${options.window}ms`,
                buckets: options.buckets,
                volume: options.volume,
                failures: `${options.threshold}%`,
                ...(options.warmUp ? { 'warm-up': `${options.window}ms` } : {}),
              },
            },
            'open-for': `${options.reset}ms`,
            'half-opens': 'by-itself',
            'half-open': { 'first-answer': { forgets: false } },
            probes: 1,
            counts: ['server-error', 'timeout', 'bulkhead-full'],
          },
        },
        ...(options.capacity === null ? [] : [{ bulkhead: options.capacity }]),
        ...(options.timeout === null ? [] : [{ timeout: `${options.timeout}ms` }]),
      ],
      calls,
      callee,
    }),
  );
  return { ...account, states: account.states.filter((each) => before(each, endOf(calls))) };
}

/** Long enough for every call to end. */
function endOf(calls: readonly number[]): number {
  return (calls.at(-1) as number) + 200;
}

function before(state: string, end: number): boolean {
  return Number(state.split('@')[1]) < end;
}

export async function compareOpossum(play: PlayFunction, one: OpossumCase): Promise<void> {
  expect(withBreaker(play, one)).toEqual(await withOpossum(one));
}
