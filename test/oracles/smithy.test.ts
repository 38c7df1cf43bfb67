import { describe, expect, it } from 'vitest';
import { play } from '../policies/stage.js';
import { type Mutant, stageOf } from './mutant.js';
import { agree, firstDisagreement, scriptsWith } from './script.js';
import { compareOverlap, overlapCases } from './smithy.js';

const SEED = 20266;

const RATE = 'policies/sending-rate.ts';

const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'those who wait see each other',
    file: RATE,
    right: 'if (wait === 0 || this.inLine)',
    wrong: 'if (wait === 0 || !this.inLine)',
  },
  {
    mistake: 'what was waited for costs nothing',
    file: RATE,
    right: 'if (!this.inLine) this.tokens -= 1;',
    wrong: '',
  },
  {
    mistake: 'failures for good do not count in the rate',
    file: 'policies/budgets/adaptive.ts',
    right: 'failedForGood: (now) => sending.answered(false, now),',
    wrong: '',
  },
  {
    mistake: 'any failure slows it down',
    file: 'policies/budgets/adaptive.ts',
    right: 'failed: (throttled, now) => sending.answered(throttled, now),',
    wrong: 'failed: (_, now) => sending.answered(true, now),',
  },
  {
    mistake: 'the rate comes back in a line',
    file: RATE,
    right: 'SCALE * since * since * since',
    wrong: 'SCALE * since',
  },
];

describe('@smithy/util-retry 4.2.5 with calls that overlap', () => {
  it.each([
    ['standard', false],
    ['adaptive', true],
  ] as const)(`makes the same attempts: %s ${scriptsWith(SEED)}`, async (_, adaptive) => {
    await agree(overlapCases(adaptive), (one) => compareOverlap(play, one), SEED);
  });

  it.each(MUTANTS)('notices a mistake: $mistake', async (mutant) => {
    const stage = await stageOf(mutant);
    const scripts = overlapCases(true);
    const found = firstDisagreement(scripts, (one) => compareOverlap(stage, one), SEED);
    expect(await found).not.toBeNull();
  });
});
