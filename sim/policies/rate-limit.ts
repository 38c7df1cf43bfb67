import { duration, integer, rate as rateField } from '../catalogue/scalars.js';
import { Outcome } from '../primitives/outcome.js';
import { TokenBucket } from '../primitives/token-bucket.js';
import { definePolicy } from './policy.js';

export const rateLimit = definePolicy({
  kind: 'rate-limit',
  summary: 'Lets calls through at a bounded rate, with bursts, and turns the others away.',
  source: 'token bucket: Turner, IEEE Communications 24(10), 1986; Guava RateLimiter, Envoy',
  options: {
    rate: rateField({ doc: 'Tokens refilled per time, continuously.' }),
    burst: integer({ doc: 'Tokens the bucket holds; it starts full.', default: 1, min: 1 }),
    'max-wait': duration({
      doc: 'Calls for which a token comes within this time wait for it instead.',
      default: '0ms',
    }),
  },
  shorthand: 'rate',
  check: ({ rate }) => (rate > 0 ? undefined : 'a `rate` above 0'),
  create({ rate, burst, 'max-wait': maxWait }, { exchange, place }) {
    const { simulation } = exchange;
    const limited = Outcome.failure('rate-limited', place);
    const bucket = new TokenBucket(rate, burst);
    return {
      enter(call) {
        const wait = maxWait === 0 ? now(bucket) : bucket.reserve(simulation.now, maxWait);
        if (wait === null) call.settle(limited);
        else if (wait === 0) call.proceed();
        else call.wake(wait);
      },
      woken: (call) => call.proceed(),
    };

    function now(of: TokenBucket): 0 | null {
      return of.tryTake(simulation.now) ? 0 : null;
    }
  },
});
