/** @smithy/util-retry 4.2.5 and our retry with calls that overlap, and share a quota and a sending rate. */
import { AdaptiveRetryStrategy, StandardRetryStrategy } from '@smithy/util-retry';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Reply } from '../policies/stage.js';
import { underClock } from './clock.js';
import { infoOf, LibraryFault } from './retries.js';
import type { PlayFunction } from './script.js';

type Answer = Exclude<Reply, 'hangs'>;
type Token = Parameters<StandardRetryStrategy['recordSuccess']>[0];

export interface OverlapCase {
  readonly attempts: number;
  readonly adaptive: boolean;
  /** Milliseconds at which calls are made. */
  readonly calls: readonly number[];
  /** What becomes of each attempt of each call; the last one repeats. */
  readonly answers: readonly (readonly Answer[])[];
}

/** When the attempts of a call were made, and how it ended. */
interface Told {
  readonly ends: string;
  readonly attempts: readonly number[];
}

const answer: fc.Arbitrary<Answer> = fc.record({
  after: fc.integer({ min: 1, max: 400 }),
  fault: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constant('rate-limited' as const) },
    { weight: 2, arbitrary: fc.constant('server-error' as const) },
    { weight: 1, arbitrary: fc.constant('deadline-exceeded' as const) },
  ),
}) as fc.Arbitrary<Answer>;

const times = fc
  .array(fc.oneof(fc.integer({ min: 5, max: 200 }), fc.integer({ min: 5, max: 2500 })), {
    minLength: 2,
    maxLength: 16,
    size: 'max',
  })
  .map((gaps) => gaps.map((_, index) => gaps.slice(0, index + 1).reduce((a, b) => a + b)));

export function overlapCases(adaptive: boolean): fc.Arbitrary<OverlapCase> {
  return times.chain((calls) =>
    fc.record({
      adaptive: fc.constant(adaptive),
      attempts: fc.integer({ min: 1, max: adaptive ? 4 : 12 }),
      calls: fc.constant(calls),
      answers: fc.array(fc.array(answer, { minLength: 1, maxLength: 8, size: 'max' }), {
        minLength: calls.length,
        maxLength: calls.length,
      }),
    }),
  );
}

function answerOf({ answers }: OverlapCase, call: number, attempt: number): Answer {
  const own = answers[call] as readonly Answer[];
  return own[Math.min(attempt, own.length - 1)] as Answer;
}

/** Longer than any call waits. */
const REST = 400_000;

function withLibrary(one: OverlapCase): Promise<readonly Told[]> {
  const random = Math.random;
  // In the middle of the jitter.
  Math.random = () => 0.5;
  return underClock(async (clock) => {
    const strategy = one.adaptive
      ? new AdaptiveRetryStrategy(async () => one.attempts)
      : new StandardRetryStrategy(one.attempts);
    const told = one.calls.map(() => ({ ends: 'never', attempts: [] as number[] }));
    const ask = async (call: number) => {
      const mine = told[call] as (typeof told)[number];
      let token = (await strategy.acquireInitialRetryToken('')) as Token;
      for (;;) {
        const { after, fault } = answerOf(one, call, mine.attempts.length);
        mine.attempts.push(clock.now());
        await new Promise((resolve) => setTimeout(resolve, after));
        if (fault === undefined) {
          strategy.recordSuccess(token);
          mine.ends = 'ok';
          return;
        }
        mine.ends = fault;
        const info = infoOf(new LibraryFault(fault, undefined));
        token = (await strategy.refreshRetryTokenForRetry(token, info)) as Token;
        await new Promise((resolve) => setTimeout(resolve, token.getRetryDelay()));
      }
    };
    one.calls.forEach((time, call) => {
      clock.at(time, () => void ask(call).catch(() => {}));
    });
    await clock.runUntil((one.calls.at(-1) as number) + REST);
    return told;
  }).finally(() => {
    Math.random = random;
  });
}

/** What comes closer together than this is decided by chance; so is what comes so close to the end of a bucket. */
const APART = 20;
/** The measured rate is that of buckets of half a second. */
const BUCKET = 500;

function withRetry(play: PlayFunction, one: OverlapCase): readonly Told[] | null {
  const quota = { transient: 10, 'refill-bug': true };
  const { visits, seen } = play({
    policies: [
      {
        retry: {
          attempts: one.attempts,
          backoff: { exponential: '50ms', cap: '20s', jitter: 'none' },
          'throttled-backoff': { exponential: '250ms', cap: '20s', jitter: 'none' },
          budget: one.adaptive
            ? { adaptive: { ...quota, holds: 'first-attempts', waiting: 'together' } }
            : { quota },
        },
      },
    ],
    calls: one.calls,
    callee: (_, call, attempt) => answerOf(one, call, attempt),
  });
  const ends = visits.map(({ to }) => to as number);
  // Those who wait for the rate may well come together, but not just when something else happens.
  const waited = visits.map(({ from }) => from).filter((at) => !one.calls.includes(at));
  const others = [...one.calls, ...ends];
  const byChance = one.adaptive
    ? tooClose(others) || ends.some(nearBucket) || waited.some((at) => tooClose([...others, at]))
    : new Set([...others, ...waited]).size < others.length + waited.length;
  if (byChance) return null;
  return one.calls.map((_, call) => ({
    ends: seen[call]?.ends ?? 'never',
    attempts: visits.filter(({ caller }) => caller === call).map(({ from }) => from),
  }));
}

function tooClose(instants: readonly number[]): boolean {
  const sorted = [...instants].sort((a, b) => a - b);
  return sorted.some((at, index) => at - (sorted[index - 1] ?? -APART) < APART);
}

function nearBucket(at: number): boolean {
  const past = at % BUCKET;
  return past < APART || past > BUCKET - APART;
}

/** Timers of Node count whole milliseconds: each wait may be off by one, and what follows from it. */
const OFF = 10;

export async function compareOverlap(play: PlayFunction, one: OverlapCase): Promise<void> {
  const ours = withRetry(play, one);
  fc.pre(ours !== null);
  const theirs = await withLibrary(one);
  const least = (told: readonly Told[]) =>
    told.map(({ ends, attempts }) => ({ ends, attempts: attempts.length }));
  expect(least(ours)).toEqual(least(theirs));
  const off = ours.flatMap(({ attempts }, call) =>
    attempts.map((at, attempt) => Math.abs(at - (theirs[call]?.attempts[attempt] as number))),
  );
  expect(Math.max(0, ...off)).toBeLessThanOrEqual(one.adaptive ? OFF : 0);
}
