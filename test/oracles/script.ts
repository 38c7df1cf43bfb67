/** Scripts that drive a library and a policy alike: when calls are made, and what the callee does with them. */
import fc from 'fast-check';
import type { Play, Played, Reply } from '../policies/stage.js';

export type { Played };

/** How a play ends: what both sides are compared by. */
export interface Account {
  /** How each call ended for its caller, `ends@milliseconds`; `never` when it did not. */
  readonly ends: readonly string[];
  /** Milliseconds at which the callee was reached. */
  readonly reached: readonly number[];
  /** States and their times. */
  readonly states: readonly string[];
}

/** The account of a policy on its stage. */
export function accountOf({ seen, reached, states }: Played): Account {
  return {
    ends: seen.map((each) => (each === null ? 'never' : `${each.ends}@${each.at}`)),
    reached,
    states: states.map(([at, state]) => `${state}@${at}`),
  };
}

export type PlayFunction = (play: Play) => Played;

export interface Script {
  /** Milliseconds at which calls are made. */
  readonly calls: readonly number[];
  /** Replies to the calls that reach the callee, in turn; the last one repeats. */
  readonly callee: readonly Reply[];
}

/** A failure that is none of the policy's business: its caller gets it as it is. */
export const UNHANDLED = 'unavailable';

/** Bursts and pauses, good spells and bad ones. */
export function script(longestGap: number, longestCall: number, most = 50): fc.Arbitrary<Script> {
  const gap = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: Math.ceil(longestGap / 20) }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: longestGap }) },
  );
  const reply = fc.record({
    after: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: longestCall })),
    fault: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      { weight: 5, arbitrary: fc.constant('server-error' as const) },
      { weight: 1, arbitrary: fc.constant(UNHANDLED) },
    ),
    spell: fc.integer({ min: 1, max: 5 }),
  });
  return fc
    .record({
      gaps: fc.array(gap, { minLength: 3, maxLength: most, size: 'max' }),
      replies: fc.array(reply, { minLength: 1, maxLength: most / 2, size: 'max' }),
    })
    .map(({ gaps, replies }) => {
      let time = 0;
      return {
        calls: gaps.map((each) => {
          time += each;
          return time;
        }),
        callee: replies.flatMap(({ after, fault, spell }) => {
          const one: Reply = fault === null ? { after } : { after, fault };
          return new Array<Reply>(spell).fill(one);
        }),
      };
    });
}

/** Scripts per library: how many both must agree on; `npm run soak` asks for more. */
export const SCRIPTS = Number(process.env.FAULTLINE_RUNS ?? 1000);

/** For the name of a test: what it was tried with. */
export function scriptsWith(seed: number): string {
  return `(${SCRIPTS} scripts, seed ${seed})`;
}

/** Fails with the seed and the shortest script on which the library and the policy differ. */
export async function agree<T>(
  scripts: fc.Arbitrary<T>,
  compare: (script: T) => Promise<void>,
  seed: number,
  runs = SCRIPTS,
): Promise<void> {
  await fc.assert(fc.asyncProperty(scripts, compare), { numRuns: runs, seed });
}

/** How many scripts it takes until the comparison fails; null when none does. */
export async function firstDisagreement<T>(
  scripts: fc.Arbitrary<T>,
  compare: (script: T) => Promise<void>,
  seed: number,
): Promise<number | null> {
  const { failed, numRuns, errorInstance } = await fc.check(fc.asyncProperty(scripts, compare), {
    numRuns: SCRIPTS,
    seed,
    endOnFailure: true,
  });
  // A mistake shows itself in what differs; a crash would prove nothing.
  const differs = errorInstance instanceof Error && errorInstance.name === 'AssertionError';
  return failed && differs ? numRuns : null;
}
