/** rate-limiter-flexible 11, its counters in memory, and our windows from the first call on the same script. */
import fc from 'fast-check';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { expect } from 'vitest';
import { underClock } from './clock.js';
import { limiterTimes } from './limiter.js';
import type { PlayFunction } from './script.js';

export interface FlexibleCase {
  readonly times: readonly number[];
  readonly keys: readonly number[];
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
  /** Seconds; 0 for none. */
  readonly block: number;
  readonly evenly: boolean;
}

export const flexibleCases: fc.Arbitrary<FlexibleCase> = fc.record({
  times: limiterTimes,
  keys: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 40, size: 'max' }),
  points: fc.integer({ min: 1, max: 8 }),
  duration: fc.constantFrom(0.05, 0.2, 0.5, 1, 2),
  block: fc.constantFrom(0, 0, 0.1, 0.3, 3),
  evenly: fc.boolean(),
});

export function withFlexible(one: FlexibleCase): Promise<readonly string[]> {
  return underClock(async (clock) => {
    const { times, keys, points, duration, block, evenly } = one;
    const ends = times.map(() => 'never');
    const limiter = new RateLimiterMemory({
      points,
      duration,
      blockDuration: block,
      execEvenly: evenly,
    });
    times.forEach((time, index) => {
      const key = keys[Math.min(index, keys.length - 1)] as number;
      clock.at(time, () => {
        limiter.consume(key).then(
          () => {
            ends[index] = `ok@${clock.now()}`;
          },
          () => {
            ends[index] = `rate-limited@${clock.now()}`;
          },
        );
      });
    });
    await clock.runUntil((times.at(-1) as number) + 30_000);
    return ends;
  });
}

export function withWindows(play: PlayFunction, one: FlexibleCase): readonly string[] {
  const { times, keys, points, duration, block, evenly } = one;
  const window = {
    window: `${duration}s`,
    starts: 'first-call',
    evenly,
    ...(block > 0 ? { 'block-for': `${block}s` } : {}),
  };
  const rate = `${points / duration}/s`;
  const { seen } = play({
    policies: [{ 'rate-limit': { rate, per: 'key', algorithm: { 'fixed-window': window } } }],
    calls: times,
    callee: [{ after: 0 }],
    keys,
  });
  return seen.map((each) => (each === null ? 'never' : `${each.ends}@${each.at}`));
}

export async function compareFlexible(play: PlayFunction, one: FlexibleCase): Promise<void> {
  expect(withWindows(play, one)).toEqual(await withFlexible(one));
}
