import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { play } from '../policies/stage.js';
import { type Account, type GrpcScript, Loopback, withPolicies } from './grpc.js';
import { ends, grpcScripts, seconds } from './grpc-script.js';
import { type Mutant, stageOf } from './mutant.js';
import { agree, firstDisagreement, type PlayFunction, scriptsWith } from './script.js';

const SEED = 20264;

interface RetryCase {
  readonly plan: {
    readonly attempts: number;
    readonly initial: number;
    readonly factor: number;
    readonly most: number;
    readonly tokens: number;
    readonly ratio: number;
  };
  readonly script: GrpcScript;
}

const cases: fc.Arbitrary<RetryCase> = fc.record({
  plan: fc.record({
    attempts: fc.integer({ min: 2, max: 5 }),
    initial: fc.integer({ min: 20, max: 200 }),
    factor: fc.constantFrom(1, 2, 3),
    most: fc.constantFrom(211, 409),
    tokens: fc.oneof(fc.integer({ min: 2, max: 12 }), fc.constant(1000)),
    ratio: fc.constantFrom(0.1, 0.5, 1.5),
  }),
  script: grpcScripts(
    fc.record({
      after: fc.integer({ min: 1, max: 90 }),
      ends,
      pushBack: fc.option(fc.integer({ min: 1, max: 200 }), { freq: 4 }),
    }),
  ),
});

const RETRY = 'policies/retry.ts';
const THROTTLE = 'policies/budgets/throttle.ts';

const MUTANTS: readonly Mutant[] = [
  {
    mistake: 'half of the tokens is enough',
    file: THROTTLE,
    right: 'tokens > most / 2',
    wrong: 'tokens >= most / 2',
  },
  {
    mistake: 'a success earns a whole token',
    file: THROTTLE,
    right: 'tokens + ratio',
    wrong: 'tokens + 1',
  },
  {
    mistake: 'the throttle is asked before the back-off too',
    file: THROTTLE,
    right: 'later || allows()',
    wrong: 'allows()',
  },
  {
    mistake: 'the throttle is not asked after the back-off',
    file: RETRY,
    right: 'budget.confirms?.(simulation.now) === false',
    wrong: 'budget.confirms?.(simulation.now) === null',
  },
  {
    mistake: 'failures that are final cost a token',
    file: RETRY,
    right: 'if (passing) budget.failed',
    wrong: 'if (!ok) budget.failed',
  },
  {
    mistake: 'a push-back goes on top of the back-off',
    file: RETRY,
    right: 'instead: (_: Duration, hint: Duration) => hint,',
    wrong: 'instead: (delay: Duration, hint: Duration) => delay + hint,',
  },
  {
    mistake: 'the back-off does not start over after a push-back',
    file: RETRY,
    right: 'call.item = call.count + 1;',
    wrong: 'call.item = start;',
  },
  {
    mistake: 'each attempt has the whole of the deadline',
    file: 'policies/deadline.ts',
    right: 'return call.deadline === END_OF_TIME ? FOR_EVER : call.deadline - now;',
    wrong: 'return FOR_EVER;',
  },
];

describe('retries of @grpc/grpc-js 1.14.7 over a real connection', () => {
  const loopback = new Loopback();
  beforeAll(() => loopback.open());
  afterAll(() => loopback.close());

  async function compare(stage: PlayFunction, { plan, script }: RetryCase): Promise<void> {
    const { attempts, initial, factor, most, tokens, ratio } = plan;
    const backoff = { exponential: `${initial}ms`, factor, cap: `${most}ms`, jitter: 'none' };
    const retry = {
      attempts,
      backoff,
      on: ['unavailable'],
      'push-back': 'instead',
      budget: { throttle: { tokens, ratio, asked: 'after-back-off' } },
    };
    const ours = withPolicies(stage, script, { retry }, ({ from }, isFirst) =>
      isFirst ? [] : [from],
    );
    fc.pre(ours !== null);
    const retryPolicy = {
      maxAttempts: attempts,
      initialBackoff: seconds(initial),
      maxBackoff: seconds(most),
      backoffMultiplier: factor,
      retryableStatusCodes: ['UNAVAILABLE'],
    };
    const retryThrottling = { maxTokens: tokens, tokenRatio: ratio };
    const config = { method: { retryPolicy }, retryThrottling };
    expect(ours).toEqual(await loopback.play(ours as Account, script, config));
  }

  it(`have back-off, push-back, throttle and deadline at once ${scriptsWith(SEED)}`, async () => {
    await agree(cases, (one) => compare(play, one), SEED);
  });

  it.each(MUTANTS)('notices a mistake: $mistake', async (mutant) => {
    const stage = await stageOf(mutant);
    expect(await firstDisagreement(cases, (one) => compare(stage, one), SEED)).not.toBeNull();
  });
});
