import { describe, expect, it } from 'vitest';
import { play } from '../policies/stage.js';
import { cockatielCases, compareCockatiel } from './cockatiel.js';
import { type Mutant, stageOf } from './mutant.js';
import { compareOpossum, opossumCases, withOpossum } from './opossum.js';
import { agree, firstDisagreement, type PlayFunction, scriptsWith } from './script.js';

const SEED = 20261;

const LIBRARIES = {
  opossum: (stage: PlayFunction) =>
    firstDisagreement(opossumCases, (one) => compareOpossum(stage, one), SEED),
  cockatiel: (stage: PlayFunction) =>
    firstDisagreement(cockatielCases, (one) => compareCockatiel(stage, one), SEED),
};

const BREAKER = 'policies/breaker.ts';
const POLICY = 'policies/circuit-breaker.ts';
const ROLLING = 'policies/trips/rolling.ts';
const RATES = 'policies/trips/rates.ts';
const COUNT = 'policies/trips/count-window.ts';
const SAMPLING = 'policies/trips/sampling.ts';
const FIRST = 'policies/probings/first-answer.ts';
const LINE = 'policies/probings/waiting-line.ts';

/** Mistakes, and the library that finds each of them. */
const MUTANTS: readonly (Mutant & { readonly by: keyof typeof LIBRARIES })[] = [
  {
    by: 'opossum',
    mistake: 'opens at the threshold, not above it',
    file: ROLLING,
    right: '* 100 > failures',
    wrong: '* 100 >= failures',
  },
  {
    by: 'opossum',
    mistake: 'one bucket too many',
    file: ROLLING,
    right: 'new TimeWindow(buckets,',
    wrong: 'new TimeWindow(buckets + 1,',
  },
  {
    by: 'opossum',
    mistake: 'the volume is one too high',
    file: ROLLING,
    right: 'window.total < volume',
    wrong: 'window.total <= volume',
  },
  {
    by: 'opossum',
    mistake: 'calls turned away are not counted',
    file: BREAKER,
    right: 'this.trip.arrived?.(',
    wrong: "if (this.state !== 'open') this.trip.arrived?.(",
  },
  {
    by: 'opossum',
    mistake: 'the warm-up ends too late',
    file: ROLLING,
    right: 'now < warmUp',
    wrong: 'now < 1.1 * warmUp',
  },
  {
    by: 'opossum',
    mistake: 'a success may open it',
    file: ROLLING,
    right: 'if (ok || now',
    wrong: 'if (now',
  },
  {
    by: 'opossum',
    mistake: 'closing forgets the window',
    file: FIRST,
    right: 'if (forgets) trip',
    wrong: 'trip',
  },
  {
    by: 'opossum',
    mistake: 'half-open, only probes are listened to',
    file: FIRST,
    right: 'answered({ ok, took, now }, state) {',
    wrong:
      "answered({ ok, took, now, isProbe }, state) { if (state === 'half-open' && !isProbe) return null;",
  },
  {
    by: 'opossum',
    mistake: 'half-open lets a second call through',
    file: BREAKER,
    right: 'this.admitted === probes',
    wrong: 'this.admitted > probes',
  },
  {
    by: 'opossum',
    mistake: 'becomes half-open with the first call only',
    file: BREAKER,
    right: "if (halfOpens === 'by-itself') this.wakeAt",
    wrong: "if (halfOpens === 'at') this.wakeAt",
  },
  {
    by: 'cockatiel',
    mistake: 'opens at the threshold, not above it',
    file: RATES,
    right: 'if (strictly) return',
    wrong: 'if (!strictly) return',
  },
  {
    by: 'cockatiel',
    mistake: 'a success may open it',
    file: RATES,
    right: '!ok || decidesOn',
    wrong: 'true || decidesOn',
  },
  {
    by: 'cockatiel',
    mistake: 'the minimum is one too high',
    file: COUNT,
    right: 'window.total >= this.minimum',
    wrong: 'window.total > this.minimum',
  },
  {
    by: 'cockatiel',
    mistake: 'the window is one too long',
    file: COUNT,
    right: 'new CountWindow(options.calls)',
    wrong: 'new CountWindow(options.calls + 1)',
  },
  {
    by: 'cockatiel',
    mistake: 'one failure more in a row',
    file: 'policies/trips/consecutive.ts',
    right: 'row >= failures',
    wrong: 'row > failures',
  },
  {
    by: 'cockatiel',
    mistake: 'sampling windows expire while nobody calls',
    file: SAMPLING,
    right: 'if (now - sample.startedAt >= width) sample = moveOn(now);',
    wrong:
      'for (let n = 0; n < length && now - sample.startedAt >= width; n++) { const { startedAt } = sample; sample = moveOn(Math.min(now, startedAt + width)); }',
  },
  {
    by: 'cockatiel',
    mistake: 'the good probe is forgotten too',
    file: LINE,
    right: '        trip.record(ok, took, now);\n',
    wrong: '        if (!ok) trip.record(ok, took, now);\n',
  },
  {
    by: 'cockatiel',
    mistake: 'late failures do not open it again',
    file: LINE,
    right: "if (!isProbe) return trip.record(ok, took, now) ? 'ill' : null",
    wrong: "if (!isProbe) return trip.record(ok, took, now) && recovered > 0 ? 'ill' : null",
  },
  {
    by: 'cockatiel',
    mistake: 'the time open does not start over once it was closed',
    file: BREAKER,
    right: 'this.openings = 0;',
    wrong: '',
  },
  {
    by: 'cockatiel',
    mistake: 'probes only strictly after the time open',
    file: BREAKER,
    right: 'simulation.now >= this.openUntil',
    wrong: 'simulation.now > this.openUntil',
  },
  {
    by: 'cockatiel',
    mistake: 'a probe that fails as it may gives its place away',
    file: BREAKER,
    right: 'probing.passed === undefined',
    wrong: 'probing !== undefined',
  },
  {
    by: 'cockatiel',
    mistake: 'a probe that fails as it may opens it again',
    file: LINE,
    right: 'passed: well,',
    wrong: "passed: () => 'ill',",
  },
  {
    by: 'cockatiel',
    mistake: 'failures that are ignored count',
    file: POLICY,
    right: 'ignored.has(outcome.fault)',
    wrong: 'false',
  },
  {
    by: 'opossum',
    mistake: 'failures that do not count are no successes',
    file: POLICY,
    right: 'counted !== undefined && !counted.has(outcome.fault)',
    wrong: 'false',
  },
  {
    by: 'cockatiel',
    mistake: 'calls that waited for the probe are turned away',
    file: 'policies/edge-breaker.ts',
    right: 'stand(next, breaker.admitAgain())',
    wrong: 'stand(next, Admission.no)',
  },
];

describe('the circuit breaker and the real libraries, call by call', () => {
  it(`agrees with opossum 9.0.0: states, rejections, times, filtered errors ${scriptsWith(SEED)}`, async () => {
    await agree(opossumCases, (one) => compareOpossum(play, one), SEED);
  });

  it(`agrees with cockatiel 3.2.1: consecutive, count and sampling breakers, unhandled errors ${scriptsWith(SEED)}`, async () => {
    await agree(cockatielCases, (one) => compareCockatiel(play, one), SEED);
  });

  it('is driven through every state by the scripts', async () => {
    const counts = { open: 0, closed: 0, 'half-open': 0 };
    const count = async (one: Parameters<typeof withOpossum>[0]) => {
      const { states } = await withOpossum(one);
      for (const state of states) counts[state.split('@')[0] as keyof typeof counts]++;
    };
    await agree(opossumCases, count, SEED);
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(200);
  });
});

describe('mistakes in the circuit breaker are noticed', () => {
  it.each(MUTANTS)('$by: $mistake', async ({ by, ...mutant }) => {
    expect(await LIBRARIES[by](await stageOf(mutant))).not.toBeNull();
  });
});
