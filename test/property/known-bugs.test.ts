/** Bugs that libraries have had, as properties: no options and no troubles bring them back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mutant, stageOf } from '../oracles/mutant.js';
import type { PlayFunction } from '../oracles/script.js';
import { type Play, play, type Reply } from '../policies/stage.js';
import { runs } from './runs.js';

const SEED = 20267;
const RUNS = { ...runs(300), seed: SEED };

const F: Reply = { after: 5, fault: 'server-error' };
const S: Reply = { after: 5 };
/** It counts as nothing. */
const N: Reply = { after: 5, fault: 'refused' };

const percent = fc.integer({ min: 5, max: 100 }).map((n) => `${n}%`);
const few = fc.integer({ min: 1, max: 5 });
const span = fc.integer({ min: 1, max: 8 }).map((n) => `${n}s`);

const trips = fc.oneof(
  fc.record({ consecutive: few }),
  fc.record({ 'count-window': fc.record({ calls: few, minimum: few, failures: percent }) }),
  fc.record({ 'time-window': fc.record({ span, minimum: few, failures: percent }) }),
  fc.record({ rolling: fc.record({ span, volume: few, failures: percent }) }),
  fc.record({ sampling: fc.record({ span, failures: percent, 'minimum-rate': few }) }),
  fc.record({ 'health-ticks': fc.record({ minimum: few, failures: percent }) }),
  fc.record({ 'lazy-window': fc.record({ span, minimum: few.map((n) => n + 1) }) }),
  fc.constant('success-rate'),
);

const breakers = fc.record({
  trip: trips,
  'open-for': fc.constantFrom('50ms', '400ms', { exponential: '100ms', cap: '2s' }),
  'half-opens': fc.constantFrom('after', 'at', 'by-itself'),
  'half-open': fc.constantFrom('permits', 'first-answer', 'waiting-line', {
    // Long enough for all probes to be made.
    permits: { 'max-wait': '3s' },
  }),
  probes: fc.integer({ min: 1, max: 4 }),
  ignores: fc.constant(['refused']),
});

/** From when on the callee is well, and until when it is called. */
const HEALED = 6000;
const END = 40_000;

/** Calls in bursts while the callee is ill, some of which are given up; then one after the other. */
const troubles = fc
  .record({
    bursts: fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 900 }),
        calls: fc.integer({ min: 1, max: 12 }),
        patience: fc.constantFrom(3, 40, 1000),
      }),
      { minLength: 5, maxLength: 20 },
    ),
    replies: fc.array(fc.constantFrom<Reply>(F, F, F, S, N, 'hangs', { after: 90 }), {
      minLength: 1,
      maxLength: 30,
    }),
  })
  .map(({ bursts, replies }) => {
    const calls: number[] = [];
    const leaves: [number, number][] = [];
    let at = 0;
    for (const { gap, calls: count, patience } of bursts) {
      at += gap;
      for (let n = 0; n < count && at < HEALED; n++) {
        leaves.push([calls.length, at + patience]);
        calls.push(at);
      }
    }
    for (let later = HEALED; later <= END; later += 400) calls.push(later);
    let visits = 0;
    const callee = (now: number) =>
      now < HEALED ? (replies[visits++ % replies.length] as Reply) : S;
    return { calls, leaves, callee } satisfies Omit<Play, 'policies'>;
  });

type Cases = [object, Omit<Play, 'policies'>];

/** The most calls that were under way at once of those let through in one half-open spell. */
function mostAtOnce(stage: PlayFunction, [options, script]: Cases): number {
  const { states, visits } = stage({ policies: [{ 'circuit-breaker': options }], ...script });
  let most = 0;
  states.forEach(([from, state], index) => {
    if (state !== 'half-open') return;
    const until = states[index + 1]?.[0] ?? END;
    const probes = visits.filter((visit) => visit.from >= from && visit.from < until);
    for (const { from: now } of probes) {
      const under = probes.filter((each) => each.from <= now && (each.to ?? END) > now).length;
      most = Math.max(most, under);
    }
  });
  return most;
}

function recovers(stage: PlayFunction, [options, script]: Cases): boolean {
  const { states, seen } = stage({ policies: [{ 'circuit-breaker': options }], ...script });
  return (states.at(-1)?.[1] ?? 'closed') === 'closed' && seen.at(-1)?.ends === 'ok';
}

const floods = (stage: PlayFunction) =>
  fc.property(fc.tuple(breakers, troubles), (one) => {
    expect(mostAtOnce(stage, one)).toBeLessThanOrEqual(one[0].probes);
  });
const stuck = (stage: PlayFunction) =>
  fc.property(fc.tuple(breakers, troubles), (one) => {
    expect(recovers(stage, one)).toBe(true);
  });

const tokens = fc.integer({ min: 1, max: 600 });
const ratio = fc.integer({ min: 5, max: 100 }).map((n) => `${n}%`);
const budgets = fc.oneof(
  fc.record({ bucket: fc.record({ ratio, capacity: fc.integer({ min: 1, max: 50 }) }) }),
  fc.record({
    windowed: fc.record({
      ratio,
      reserve: fc.constantFrom('0/s', '3/s'),
      ttl: span,
      earns: fc.constantFrom('at-arrival', 'when-answered'),
    }),
  }),
  fc.record({ concurrent: fc.record({ share: ratio, minimum: few }) }),
  fc.record({
    throttle: fc.record({
      // With fewer the very failure that is to be retried leaves too little.
      tokens: fc.integer({ min: 3, max: 100 }),
      ratio: fc.constantFrom(0.05, 0.1, 1),
      asked: fc.constantFrom('after-failure', 'after-back-off'),
    }),
  }),
  fc.record({ quota: fc.record({ tokens: tokens.map((n) => n + 14) }) }),
  fc.record({
    adaptive: fc.record({
      tokens: tokens.map((n) => n + 14),
      waiting: fc.constantFrom('in-line', 'together'),
    }),
  }),
  fc.record({ 'cut-off': fc.record({ failures: percent }) }),
);

const outages = fc.record({
  calls: fc.integer({ min: 1, max: 100 }),
  attempts: fc.integer({ min: 2, max: 5 }),
  patience: fc.option(fc.integer({ min: 1, max: 100 })),
  fault: fc.constantFrom('server-error' as const, 'rate-limited' as const),
});

/** Whether a call that fails once is tried again, long after an outage in which the budget was used up. */
const starved = (stage: PlayFunction) =>
  fc.property(budgets, outages, (budget, { calls, attempts, patience, fault }) => {
    const outage = Array.from({ length: calls }, (_, index) => index * 10);
    const well = Array.from({ length: 6000 }, (_, index) => 300_000 + index * 20);
    const last = 420_000;
    const { seen } = stage({
      policies: [{ retry: { attempts, backoff: { constant: '20ms', jitter: 'none' }, budget } }],
      calls: [...outage, ...well, last],
      callee: (at) => (at < 300_000 || at === last ? { after: 5, fault } : S),
      leaves: patience === null ? [] : outage.map((at, index) => [index, at + patience] as const),
    });
    expect(seen.at(-1)?.ends).toBe('ok');
  });

describe('a circuit breaker', () => {
  it('floods nobody: half-open lets no more through at once than it has probes (opossum issue 119)', () => {
    fc.assert(floods(play), RUNS);
  });

  it('recovers once the callee is well, whoever left meanwhile (gobreaker issue 53, Polly issue 254)', () => {
    fc.assert(stuck(play), RUNS);
  });
});

describe('a retry budget', () => {
  it('starves nobody: once the callee is well, failures are retried again', () => {
    fc.assert(starved(play), { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 5) });
  });
});

const LOOK = { ...RUNS, endOnFailure: true };

/** Whether a bug is there. */
const BUGS = {
  floods: (stage: PlayFunction) => fc.check(floods(stage), LOOK).failed,
  stuck: (stage: PlayFunction) => fc.check(stuck(stage), LOOK).failed,
  starved: (stage: PlayFunction) => fc.check(starved(stage), LOOK).failed,
};

const BREAKER = 'policies/breaker.ts';
const MUTANTS: readonly (Mutant & { readonly bug: keyof typeof BUGS })[] = [
  {
    bug: 'floods',
    mistake: 'one probe too many',
    file: BREAKER,
    right: 'this.admitted === probes',
    wrong: 'this.admitted > probes',
  },
  {
    bug: 'stuck',
    mistake: 'a probe that is given up keeps its place',
    file: 'policies/edge-breaker.ts',
    right: 'if (outcome === null) breaker.giveBack(call.count);',
    wrong: '',
  },
  {
    bug: 'stuck',
    mistake: 'a probe that counts as nothing keeps its place',
    file: BREAKER,
    right: 'if (probing.passed === undefined) this.giveBack(round);\n    else',
    wrong: 'if (probing.passed !== undefined)',
  },
  {
    bug: 'starved',
    mistake: 'a quota is not filled up again',
    file: 'policies/retry-quota.ts',
    right: 'this.left = bug ?',
    wrong: 'if (bug) this.left = bug ?',
  },
  {
    bug: 'starved',
    mistake: 'a retry that is given up is under way for ever',
    file: 'policies/retry.ts',
    right: 'if (call.state >= Stage.underWay) budget.underWay?.(-1);\n        release(call);',
    wrong: 'if (call.state >= Stage.underWay) budget.underWay?.(-1);',
  },
];

describe('the bugs are found when they are there', () => {
  it.each(MUTANTS)('$mistake', async ({ bug, ...mutant }) => {
    const stage = await stageOf(mutant);
    expect(BUGS[bug](stage)).toBe(true);
  });
});
