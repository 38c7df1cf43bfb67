/** Every two and every three policies around each other in a crowd: whatever was taken is given back. */
import { describe, expect, it } from 'vitest';
import { type Mutant, stageOf } from '../oracles/mutant.js';
import type { PlayFunction } from '../oracles/script.js';
import { PAIRS, policiesOf, TRIPLES, toldOf } from './parts.js';
import { type End, endOf } from './reference.js';
import { type Play, type Played, play, type Reply, type Visit } from './stage.js';

/** Work for somebody who has gone; who shares a call shares its end, and does not end it. */
function lateVisits(names: readonly string[], { visits, seen }: Played): readonly Visit[] {
  if (names.includes('coalescing')) return [];
  return visits.filter(({ caller, to }) => to === null || to > (seen[caller]?.at ?? 0));
}

/** When a crowd has come and gone, and the callee is well. */
const CALM = 200_000;
/** When it fails once more. */
const AGAIN = 300_000;
const FAILS: Reply = { after: 5, fault: 'server-error' };
/** As many as have room at once, wherever there is a bound. */
const ROOM = 4;

/** A crowd while the callee does one thing; long after, when it is well, single calls and some at once; and one that fails. */
function crowd(reply: Reply, leaves: (call: number) => number | null): Omit<Play, 'policies'> {
  // The last of them come when a breaker that the others have opened lets calls through on trial.
  const rush = Array.from({ length: 40 }, (_, index) => index * 3 + (index < 34 ? 0 : 1200));
  const later = Array.from({ length: 8 }, (_, index) => CALM + index * 5000);
  const together = new Array<number>(ROOM).fill(CALM + 50_000);
  const calls = [...rush, ...later, ...together, AGAIN];
  return {
    calls,
    keys: calls.map((_, index) => index % 7),
    callee: (at) => (at < CALM ? reply : at < AGAIN ? { after: 20 } : FAILS),
    leaves: rush.flatMap((at, index) => {
      const after = leaves(index);
      return after === null ? [] : [[index, at + after] as const];
    }),
  };
}

const CROWDS: Readonly<Record<string, Omit<Play, 'policies'>>> = {
  'that succeeds': crowd({ after: 20 }, () => null),
  'that fails': crowd(FAILS, () => null),
  'that is slow': crowd({ after: 300 }, () => null),
  // Long, and not for ever: coalesced calls wait for it though their callers have left.
  'that hangs until callers leave': crowd({ after: 100_000 }, () => 5000),
  'whose callers leave, some at once': crowd({ after: 20 }, (call) => call % 29),
  'that fails while callers leave': crowd(FAILS, (call) => call % 31),
};

/** What is expected after a crowd, and what came of it. */
function accounts(stage: PlayFunction, names: readonly string[], script: Omit<Play, 'policies'>) {
  const played = stage({ policies: policiesOf(names), ...script });
  const { at, ends } = endOf(toldOf(names), FAILS) as End;
  const expected = {
    unanswered: 0,
    openCalls: 0,
    idle: true,
    lateVisits: [] as readonly Visit[],
    // Breakers have had calls enough to close again, and there is room for as many as ever.
    together: new Array<End>(ROOM).fill({ at: CALM + 50_020, ends: 'ok' }),
    // There is something left to pay attempts with.
    last: { at: AGAIN + at, ends },
  };
  const got = {
    unanswered: played.seen.filter((each) => each === null).length,
    openCalls: played.open,
    idle: played.idle,
    lateVisits: lateVisits(names, played),
    together: played.seen.slice(-1 - ROOM, -1),
    last: played.seen.at(-1),
  };
  return { expected, got };
}

describe.each(Object.entries(CROWDS))('a crowd at a callee %s', (_, script) => {
  it.each([
    ['pair', PAIRS],
    ['triple', TRIPLES],
  ])('leaves no %s with a call, a timer, a permit or a place too few', (_name, combinations) => {
    for (const names of combinations) {
      const { expected, got } = accounts(play, names, script);
      expect(got, names.join(' around ')).toEqual(expected);
    }
  });
});

const RETRY = 'policies/retry.ts';
const HEDGE = 'policies/hedge.ts';

/** Things that are not given back. */
const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'a bulkhead keeps the permit',
    file: 'policies/bulkhead.ts',
    right: 'inside--;',
    wrong: '',
  },
  {
    mistake: 'a shedder keeps the place of a call that was cancelled',
    file: 'policies/load-shed.ts',
    right: 'over() {\n        inside--;',
    wrong: 'over(_, outcome) {\n        if (outcome !== null) inside--;',
  },
  {
    mistake: 'a limit keeps the place',
    file: 'policies/adaptive-concurrency.ts',
    right: '        inside--;\n',
    wrong: '',
  },
  {
    mistake: 'a pool loses the thread',
    file: 'policies/thread-pool.ts',
    right: 'if (next === null) idleSince.push(simulation.now);',
    wrong: 'if (next === null) return;',
  },
  {
    mistake: 'a retry that is cancelled keeps what it was paid with',
    file: RETRY,
    right: '        release(call);\n        if (most',
    wrong: '        if (most',
  },
  {
    mistake: 'a copy keeps what it was paid with',
    file: HEDGE,
    right: '(call.item as Race).end();',
    wrong: '',
  },
  {
    mistake: 'a copy lost is not cancelled',
    file: HEDGE,
    right: "if (losers === 'finish')",
    wrong: "if (losers !== 'finish')",
  },
  {
    mistake: 'a probe that is cancelled keeps its permit',
    file: 'policies/edge-breaker.ts',
    right: 'if (outcome === null) breaker.giveBack(call.count);',
    wrong: '',
  },
  {
    mistake: 'those who have left are answered',
    file: 'policies/coalesce.ts',
    right: 'left(call) {\n        if (call.state !== WAITING)',
    wrong: 'left(call, outcome) {\n        if (outcome === null || call.state !== WAITING)',
  },
];

describe('what is not given back is noticed', () => {
  it.each(MUTANTS)('$mistake', async (mutant) => {
    const stage = await stageOf(mutant);
    const differs = (names: readonly string[], script: Omit<Play, 'policies'>) => {
      try {
        const { expected, got } = accounts(stage, names, script);
        return JSON.stringify(got) !== JSON.stringify(expected);
      } catch (error) {
        // The exchange sees for itself when a call is answered twice.
        return (error as Error).name === 'BrokenInvariant';
      }
    };
    const found = PAIRS.some((names) => Object.values(CROWDS).some((one) => differs(names, one)));
    expect(found).toBe(true);
  });
});
