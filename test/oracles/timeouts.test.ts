/** Both strategies of cockatiel's timeout and ours, on the same callees: those that heed its signal and those that do not. */
import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from '../policies/stage.js';
import { underClock } from './clock.js';
import { type Mutant, stageOf } from './mutant.js';
import { agree, firstDisagreement, type PlayFunction } from './script.js';

const SEED = 20267;
const POLICY = 'policies/timeout.ts';

interface Callee {
  readonly after: number;
  readonly fault?: 'server-error';
  readonly heeds?: number;
}

interface TimeoutCase {
  readonly strategy: TimeoutStrategy;
  readonly limit: number;
  readonly calls: readonly number[];
  readonly callee: readonly Callee[];
}

const cases: fc.Arbitrary<TimeoutCase> = fc.record({
  strategy: fc.constantFrom(TimeoutStrategy.Cooperative, TimeoutStrategy.Aggressive),
  limit: fc.integer({ min: 20, max: 100 }),
  calls: fc
    .array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 12 })
    .map((gaps) => gaps.map((_, n) => gaps.slice(0, n + 1).reduce((sum, gap) => sum + gap, 0))),
  callee: fc.array(
    fc.record(
      {
        after: fc.integer({ min: 1, max: 200 }),
        fault: fc.constant('server-error' as const),
        heeds: fc.integer({ min: 1, max: 60 }),
      },
      { requiredKeys: ['after'] },
    ),
    { minLength: 1, maxLength: 12 },
  ),
});

/** How calls ended, and when callees were told: by a signal, or by their caller's leaving. */
interface Account {
  readonly ends: readonly string[];
  readonly told: readonly number[];
}

function withCockatiel({ strategy, limit, calls, callee }: TimeoutCase): Promise<Account> {
  return underClock(async (clock) => {
    const ends = calls.map(() => 'never');
    const told: number[] = [];
    const policy = timeout(limit, { strategy, abortOnReturn: false });
    let reached = 0;
    const action = ({ signal }: { signal: AbortSignal }) => {
      const { after, fault, heeds } = callee[Math.min(reached++, callee.length - 1)] as Callee;
      return new Promise<void>((resolve, reject) => {
        const ending = () => (fault === undefined ? resolve() : reject(new Error(fault)));
        const timer = setTimeout(() => {
          over = true;
          ending();
        }, after);
        let over = false;
        signal.addEventListener('abort', () => {
          if (over) return;
          told.push(clock.now());
          if (heeds === undefined) return;
          setTimeout(() => {
            clearTimeout(timer);
            reject(new TaskCancelledError());
          }, heeds);
        });
      });
    };
    calls.forEach((time, index) => {
      clock.at(time, () => {
        policy.execute(action).then(
          () => {
            ends[index] = `ok@${clock.now()}`;
          },
          (error: { isTaskCancelledError?: boolean; message: string }) => {
            const name = error.isTaskCancelledError === true ? 'timeout' : error.message;
            ends[index] = `${name}@${clock.now()}`;
          },
        );
      });
    });
    await clock.runUntil((calls.at(-1) as number) + 1000);
    return { ends, told };
  });
}

function withTimeout(
  stage: PlayFunction,
  { strategy, limit, calls, callee }: TimeoutCase,
): Account {
  const ours = strategy === TimeoutStrategy.Cooperative ? 'cooperative' : 'aggressive';
  const policies = [{ timeout: { after: `${limit}ms`, strategy: ours } }];
  const { seen, stopped, asked } = stage({ policies, calls, callee });
  return {
    ends: seen.map((each) => (each === null ? 'never' : `${each.ends}@${each.at}`)),
    told: [...stopped, ...asked].sort((a, b) => a - b),
  };
}

/** Whoever answers at the very instant at which the time is over: timers of the library decide by age. */
function hasTie({ limit, callee }: TimeoutCase): boolean {
  return callee.some(({ after, heeds = -1 }) => after === limit || after === limit + heeds);
}

async function compare(stage: PlayFunction, one: TimeoutCase): Promise<void> {
  if (hasTie(one)) return;
  expect(withTimeout(stage, one)).toEqual(await withCockatiel(one));
}

const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'the two strategies are mixed up',
    file: POLICY,
    right: "strategy === 'aggressive'",
    wrong: "strategy === 'cooperative'",
  },
  {
    mistake: 'nobody is told',
    file: POLICY,
    right: 'exchange.signal(call);',
    wrong: '',
  },
  {
    mistake: 'a late answer is a timeout',
    file: POLICY,
    right: "&& outcome.fault === 'cancelled'",
    wrong: '',
  },
  {
    mistake: 'who ended because of the signal was cancelled',
    file: POLICY,
    right: '? timedOut : outcome',
    wrong: '? outcome : outcome',
  },
];

describe('timeouts and the real library, call by call', () => {
  it('agree with cockatiel 3.2.1: cooperative and aggressive', async () => {
    await agree(cases, (one) => compare(play, one), SEED);
  });
});

describe('mistakes in timeouts are noticed', () => {
  it.each(MUTANTS)('$mistake', async (mutant) => {
    const stage = await stageOf(mutant);
    expect(await firstDisagreement(cases, (one) => compare(stage, one), SEED)).not.toBeNull();
  });
});
