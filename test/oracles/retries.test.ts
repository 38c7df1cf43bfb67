import { RetryThrottler } from '@grpc/grpc-js/build/src/retrying-call.js';
import { DefaultRateLimiter } from '@smithy/util-retry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MILLISECOND, SECOND } from '../../sim/kernel/time.js';
import { throttle } from '../../sim/policies/budgets/throttle.js';
import { SendingRate } from '../../sim/policies/sending-rate.js';
import { play } from '../policies/stage.js';
import { underClock } from './clock.js';
import { type Mutant, stageOf } from './mutant.js';
import { compareRetry, LIBRARIES, type Library, retryCases } from './retries.js';
import { agree, firstDisagreement, scriptsWith } from './script.js';

const SEED = 20263;

const RETRY = 'policies/retry.ts';
const QUOTA = 'policies/retry-quota.ts';

/** Mistakes, and the library that finds each of them. */
const MUTANTS: readonly (Mutant & { readonly by: string })[] = [
  {
    by: 'p-retry 7.1.1',
    mistake: 'the first attempt does not count',
    file: RETRY,
    right: 'call.count >= attempts',
    wrong: 'call.count > attempts',
  },
  {
    by: 'p-retry 7.1.1',
    mistake: 'the first wait is already longer',
    file: RETRY,
    right: 'const n = call.count - start;',
    wrong: 'const n = call.count - start + 1;',
  },
  {
    by: 'p-retry 7.1.1',
    mistake: 'the cap comes before the jitter',
    file: 'policies/jitters/added.ts',
    right: 'Math.min(cap, delay * (1 + u * by))',
    wrong: 'Math.min(cap, delay) * (1 + u * by)',
  },
  {
    by: 'exponential-backoff 3.1.3',
    mistake: 'no cap',
    file: 'policies/jitters/full.ts',
    right: 'Math.min(cap, delay)',
    wrong: 'delay',
  },
  {
    by: 'cockatiel 3.2.1',
    mistake: 'half and full jitter are mixed up',
    file: 'policies/jitters/equal.ts',
    right: '(1 + u)',
    wrong: '(2 * u)',
  },
  {
    by: 'cockatiel 3.2.1',
    mistake: 'the smooth curve forgets where it was',
    file: 'policies/jitters/smooth.ts',
    right: 'curve(n + u) - before',
    wrong: 'curve(n + u)',
  },
  {
    by: '@smithy/util-retry 4.2.5, standard',
    mistake: 'a success refills only what it should',
    file: QUOTA,
    right: 'bug ? Math.max(tokens, left) :',
    wrong: 'bug ? Math.min(tokens, left) :',
  },
  {
    by: '@smithy/util-retry 4.2.5, standard',
    mistake: 'the last token cannot be spent',
    file: QUOTA,
    right: 'this.left < price',
    wrong: 'this.left <= price',
  },
  {
    by: '@smithy/util-retry 4.2.5, standard',
    mistake: 'the cap comes before the jitter',
    file: 'policies/jitters/clipped.ts',
    right: 'Math.min(cap, u * delay)',
    wrong: 'u * Math.min(cap, delay)',
  },
  {
    by: '@smithy/util-retry 4.2.5, standard',
    mistake: 'throttling is like any other failure',
    file: RETRY,
    right: 'isThrottling(fault) ? slower : usual',
    wrong: 'usual',
  },
  {
    by: '@smithy/util-retry 4.2.5, standard',
    mistake: 'a hint is not heeded',
    file: RETRY,
    right: 'Math.max(delay, hint),',
    wrong: 'Math.min(delay, hint),',
  },
];

describe('retries and the real libraries, wait by wait', () => {
  it.each(Object.keys(LIBRARIES))(`agrees with %s ${scriptsWith(SEED)}`, async (name) => {
    const library = LIBRARIES[name] as Library;
    await agree(retryCases, (one) => compareRetry(play, library, one), SEED);
  });
});

describe('mistakes in retries are noticed', () => {
  it.each(MUTANTS)('$by: $mistake', async ({ by, ...mutant }) => {
    const stage = await stageOf(mutant);
    const compare = firstDisagreement(
      retryCases,
      (one) => compareRetry(stage, LIBRARIES[by] as Library, one),
      SEED,
    );
    expect(await compare).not.toBeNull();
  });
});

describe('what decides inside the libraries', () => {
  it('the throttle has as many tokens as that of @grpc/grpc-js 1.14.7', async () => {
    const cases = fc.record({
      tokens: fc.integer({ min: 1, max: 20 }),
      ratio: fc.integer({ min: 1, max: 2000 }),
      answers: fc.array(fc.boolean(), { maxLength: 100, size: 'max' }),
    });
    const compare = async ({
      tokens,
      ratio,
      answers,
    }: typeof cases extends fc.Arbitrary<infer T> ? T : never) => {
      const theirs = new RetryThrottler(tokens, ratio / 1000);
      const ours = throttle.create({ tokens, ratio: ratio / 1000, asked: 'after-failure' });
      for (const ok of answers) {
        if (ok) theirs.addCallSucceeded();
        else theirs.addCallFailed();
        if (ok) ours.succeeded?.(0, 0);
        else ours.failed?.(false, 0);
        expect(ours.pay(false, 0) > 0).toBe(theirs.canRetryCall());
      }
    };
    await agree(cases, compare, SEED);
  });

  it('the sending rate is that of @smithy/util-retry 4.2.5 after every answer', async () => {
    const steps = fc.array(
      fc.record({ after: fc.integer({ min: 1, max: 900 }), throttled: fc.boolean() }),
      { maxLength: 60, size: 'max' },
    );
    const compare = (script: readonly { after: number; throttled: boolean }[]) =>
      underClock(async (clock) => {
        const theirs = new DefaultRateLimiter();
        const ours = new SendingRate(true);
        let time = 0;
        for (const { after, throttled } of script) {
          time += after;
          await clock.runUntil(time);
          const asked = time;
          let waited = -1;
          theirs.getSendToken().then(() => {
            waited = clock.now() - asked;
          });
          const wait = ours.take(time * MILLISECOND);
          time += Math.ceil(wait / MILLISECOND) + 1;
          await clock.runUntil(time);
          expect(Math.abs(waited - wait / MILLISECOND)).toBeLessThan(1.01);
          theirs.updateClientSendingRate(throttled ? { $retryable: { throttling: true } } : {});
          ours.answered(throttled, time * MILLISECOND);
          const { fillRate, measuredTxRate } = theirs as unknown as Record<string, number>;
          expect(ours.rate).toBeCloseTo(fillRate as number, 4);
          expect(ours.measured).toBeCloseTo(measuredTxRate as number, 4);
        }
        expect(time * MILLISECOND).toBeLessThan(3600 * SECOND);
      });
    await agree(steps, compare, SEED);
  });
});
