import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../policies/stage.js';
import { type Account, type GrpcScript, Loopback, withPolicies } from './grpc.js';
import { ends, grpcScripts, seconds } from './grpc-script.js';
import { type Mutant, stageOf } from './mutant.js';
import { agree, firstDisagreement, type PlayFunction, scriptsWith } from './script.js';

const SEED = 20265;

interface HedgeCase {
  readonly attempts: number;
  readonly delay: number;
  /** The service config has a throttle too: grpc-js does not ask it before it hedges (RB5). */
  readonly throttled: boolean;
  readonly script: GrpcScript;
}

const cases: fc.Arbitrary<HedgeCase> = fc.record({
  attempts: fc.integer({ min: 2, max: 5 }),
  delay: fc.integer({ min: 7, max: 150 }),
  throttled: fc.boolean(),
  script: grpcScripts(
    fc.record({
      after: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 700 })),
      ends,
    }),
  ),
});

const HEDGE = 'policies/hedge.ts';

const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'one copy less',
    file: HEDGE,
    right: 'while (call.count <= copies)',
    wrong: 'while (call.count < copies)',
  },
  {
    mistake: 'a failure does not bring the next copy',
    file: HEDGE,
    right: "=== 'next') send(call)",
    wrong: "!== 'next') send(call)",
  },
  {
    mistake: 'the clock does not go on from a copy sent after a failure',
    file: HEDGE,
    right: 'if (delay > 0) call.wake(delay);',
    wrong: 'if (delay > 0 && copy === 0) call.wake(delay);',
  },
  {
    mistake: 'a failure that is final is not',
    file: HEDGE,
    right: 'outcome.ok || !passing ||',
    wrong: 'outcome.ok ||',
  },
  {
    mistake: 'the first failure ends the call',
    file: HEDGE,
    right: 'if (call.inner !== null) return;',
    wrong: '',
  },
  {
    mistake: 'the caller gets the failure of the call itself',
    file: HEDGE,
    right: "=== 'first' ?",
    wrong: "=== 'last' ?",
  },
  {
    mistake: 'losers go on',
    file: HEDGE,
    right: "if (losers === 'finish')",
    wrong: "if (losers === 'cancel')",
  },
];

describe('hedging of @grpc/grpc-js 1.14.7 over a real connection', () => {
  const loopback = new Loopback();
  beforeAll(() => loopback.open());
  afterAll(() => loopback.close());

  async function compare(stage: PlayFunction, one: HedgeCase): Promise<void> {
    const { attempts, delay, throttled, script } = one;
    const hedge = { after: `${delay}ms`, copies: attempts - 1, on: ['unavailable'] };
    const ours = withPolicies(stage, script, { hedge }, ({ from }) => [from + delay]);
    fc.pre(ours !== null);
    const hedgingPolicy = {
      maxAttempts: attempts,
      hedgingDelay: seconds(delay),
      nonFatalStatusCodes: ['UNAVAILABLE'],
    };
    const retryThrottling = { maxTokens: 3, tokenRatio: 0.1 };
    const config = {
      method: { hedgingPolicy },
      retryThrottling: throttled ? retryThrottling : undefined,
    };
    expect(ours).toEqual(await loopback.play(ours as Account, script, config));
  }

  it(`attempts, who wins, who is told to stop ${scriptsWith(SEED)}`, async () => {
    await agree(cases, (one) => compare(play, one), SEED);
  });

  it.each(MUTANTS)('notices a mistake: $mistake', async (mutant) => {
    const stage = await stageOf(mutant);
    expect(await firstDisagreement(cases, (one) => compare(stage, one), SEED)).not.toBeNull();
  });
});
