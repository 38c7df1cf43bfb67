/** limiter 4 and our rate limit on the same script. */
import fc from 'fast-check';
import { RateLimiter, TokenBucket } from 'limiter';
import { expect } from 'vitest';
import { underClock } from './clock.js';
import type { PlayFunction } from './script.js';

/** Calls at times, and how each ended: passed at a time, or turned away. */
export interface LimiterCase {
  readonly times: readonly number[];
  readonly tokens: number;
  /** Milliseconds: a power of two times what makes rates exact in binary, so that ties are ties. */
  readonly interval: number;
  readonly size: number;
  readonly kind: 'bucket' | 'waiting-bucket' | 'rate-limiter';
}

/** Bursts, pauses, and a flood at the end that shows what is left. */
export const limiterTimes = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 60 }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 1500 }) },
    ),
    { minLength: 3, maxLength: 60, size: 'max' },
  )
  .map((gaps) => {
    let time = 0;
    const times = gaps.map((gap) => {
      time += gap;
      return time;
    });
    return [...times, ...new Array<number>(12).fill(time + 37)];
  });

export const limiterCases: fc.Arbitrary<LimiterCase> = fc.record({
  times: limiterTimes,
  tokens: fc.integer({ min: 1, max: 8 }),
  interval: fc.constantFrom(64, 128, 256, 512),
  size: fc.integer({ min: 1, max: 8 }),
  kind: fc.constantFrom('bucket', 'waiting-bucket', 'rate-limiter'),
});

/** Waits of the library are whole milliseconds: so are those between two tokens. */
function tokensOf({ kind, tokens }: LimiterCase): number {
  return kind === 'waiting-bucket' ? 2 ** (tokens % 4) : tokens;
}

export function withLimiter(one: LimiterCase): Promise<readonly string[]> {
  return underClock(async (clock) => {
    const { times, interval, size, kind } = one;
    const ends = times.map(() => 'never');
    const tokensPerInterval = tokensOf(one);
    const limiter =
      kind === 'rate-limiter'
        ? new RateLimiter({ tokensPerInterval, interval })
        : new TokenBucket({ bucketSize: size, tokensPerInterval, interval });
    times.forEach((time, index) => {
      clock.at(time, () => {
        if (kind === 'waiting-bucket') {
          limiter.removeTokens(1).then(() => {
            ends[index] = `ok@${clock.now()}`;
          });
        } else {
          const passes = limiter.tryRemoveTokens(1);
          ends[index] = `${passes ? 'ok' : 'rate-limited'}@${clock.now()}`;
        }
      });
    });
    await clock.runUntil((times.at(-1) as number) + times.length * interval);
    return ends;
  });
}

export function withRateLimit(play: PlayFunction, one: LimiterCase): readonly string[] {
  const { times, interval, size, kind } = one;
  const rate = `${(tokensOf(one) / interval) * 1000}/s`;
  const bucket = { rate, burst: size, algorithm: { 'token-bucket': { starts: 'empty' } } };
  const limit = {
    bucket,
    'waiting-bucket': { ...bucket, 'max-wait': '1h' },
    'rate-limiter': { rate, algorithm: { 'capped-bucket': `${interval}ms` } },
  }[kind];
  const { seen } = play({
    policies: [{ 'rate-limit': limit }],
    calls: times,
    callee: [{ after: 0 }],
  });
  return seen.map((each) => (each === null ? 'never' : `${each.ends}@${each.at}`));
}

export async function compareLimiter(play: PlayFunction, one: LimiterCase): Promise<void> {
  expect(withRateLimit(play, one)).toEqual(await withLimiter(one));
}
