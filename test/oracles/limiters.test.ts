import { describe, expect, it } from 'vitest';
import { play } from '../policies/stage.js';
import { compareLimiter, limiterCases, withLimiter } from './limiter.js';
import { type Mutant, stageOf } from './mutant.js';
import { compareFlexible, flexibleCases, withFlexible } from './rate-limiter-flexible.js';
import { agree, firstDisagreement, type PlayFunction } from './script.js';

const SEED = 20262;

const LIBRARIES = {
  limiter: (stage: PlayFunction) =>
    firstDisagreement(limiterCases, (one) => compareLimiter(stage, one), SEED),
  'rate-limiter-flexible': (stage: PlayFunction) =>
    firstDisagreement(flexibleCases, (one) => compareFlexible(stage, one), SEED),
};

const BUCKET = 'primitives/token-bucket.ts';
const CAPPED = 'policies/limiters/capped-bucket.ts';
const WINDOW = 'policies/limiters/fixed-window.ts';

/** Mistakes, and the library that finds each of them. */
const MUTANTS: readonly (Mutant & { readonly by: keyof typeof LIBRARIES })[] = [
  {
    by: 'limiter',
    mistake: 'the bucket holds one token too many',
    file: BUCKET,
    right: 'Math.min(this.burst,',
    wrong: 'Math.min(this.burst + 1,',
  },
  {
    by: 'limiter',
    mistake: 'a token must be there in excess',
    file: BUCKET,
    right: 'this.tokens < this.whole',
    wrong: 'this.tokens <= 1',
  },
  {
    by: 'limiter',
    mistake: 'the bucket starts full',
    file: 'policies/limiters/token-bucket.ts',
    right: "starts === 'full' ? burst : 0",
    wrong: 'burst',
  },
  {
    by: 'limiter',
    mistake: 'who waits takes no token of the future',
    file: BUCKET,
    right: 'if (wait > limit) return null;\n    this.tokens -= 1;',
    wrong: 'if (wait > limit) return null;\n    this.tokens = Math.max(0, this.tokens - 1);',
  },
  {
    by: 'limiter',
    mistake: 'an interval ends one instant later',
    file: CAPPED,
    right: 'now - startedAt >= window',
    wrong: 'now - startedAt > window',
  },
  {
    by: 'limiter',
    mistake: 'intervals follow the clock',
    file: CAPPED,
    right: 'startedAt = now;',
    wrong: 'startedAt = now - (now % window);',
  },
  {
    by: 'limiter',
    mistake: 'what was spent is not counted',
    file: CAPPED,
    right: 'spent === calls || ',
    wrong: '',
  },
  {
    by: 'rate-limiter-flexible',
    mistake: 'a window ends one instant later',
    file: WINDOW,
    right: 'now >= this.endsAt',
    wrong: 'now > this.endsAt',
  },
  {
    by: 'rate-limiter-flexible',
    mistake: 'one call more in each window',
    file: WINDOW,
    right: 'if (this.count > this.calls) {',
    wrong: 'if (this.count > this.calls + 1) {',
  },
  {
    by: 'rate-limiter-flexible',
    mistake: 'every call too many extends the block',
    file: WINDOW,
    right: ' && this.count === this.calls + 1',
    wrong: '',
  },
  {
    by: 'rate-limiter-flexible',
    mistake: 'the first of a window waits too',
    file: WINDOW,
    right: 'this.manner.evenly && !isFirst',
    wrong: 'this.manner.evenly',
  },
  {
    by: 'rate-limiter-flexible',
    mistake: 'calls are spread over one part too few',
    file: WINDOW,
    right: '- this.count + 2',
    wrong: '- this.count + 1',
  },
];

describe('rate limits and the real libraries, call by call', () => {
  it('agrees with limiter 4.1.0: TokenBucket, with and without waiting, and RateLimiter (RL1)', async () => {
    await agree(limiterCases, (one) => compareLimiter(play, one), SEED);
  });

  it('agrees with rate-limiter-flexible 11.4.0: windows, keys, blocks, even spacing (RL4)', async () => {
    await agree(flexibleCases, (one) => compareFlexible(play, one), SEED);
  });

  it('is driven to either end by the scripts', async () => {
    const counts = { ok: 0, 'rate-limited': 0 };
    const count = (ends: readonly string[]) => {
      for (const end of ends) counts[end.split('@')[0] as keyof typeof counts]++;
    };
    await agree(limiterCases, async (one) => count(await withLimiter(one)), SEED, 200);
    await agree(flexibleCases, async (one) => count(await withFlexible(one)), SEED, 200);
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(3000);
  });
});

describe('mistakes in the rate limit are noticed', () => {
  it.each(MUTANTS)('$by: $mistake', async ({ by, ...mutant }) => {
    expect(await LIBRARIES[by](await stageOf(mutant))).not.toBeNull();
  });
});
