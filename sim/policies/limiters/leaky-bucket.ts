import { integer, limit } from '../../catalogue/scalars.js';
import { MILLISECOND } from '../../kernel/time.js';
import { defineLimiter } from '../limiter.js';

/** Excess is counted in thousandths of a call, and time in whole milliseconds. */
const CALL = 1000;

/** Thousandths of a call per second, as the configuration is read: 10 a minute are 166. */
function thousandths(rate: number): number {
  return Math.floor(rate * CALL + 1e-6);
}

export const leakyBucket = defineLimiter({
  kind: 'leaky-bucket',
  summary:
    'Lets calls out at the `rate`, evenly spaced: those above it wait in a bucket of `burst`, and what flows over is turned away.',
  source: 'NGINX 1.31 limit_req, in thousandths of a call and whole milliseconds',
  options: {
    burst: integer({
      doc: 'Calls above the rate that are let in.',
      default: 0,
      max: 1_000_000,
      source: 'NGINX limit_req burst',
    }),
    delay: limit({
      doc: 'Calls above the rate that need not wait; unlimited is `nodelay`.',
      default: 0,
      source: 'NGINX limit_req delay, nodelay',
    }),
  },
  waits: false,
  objection: (_, rate) =>
    thousandths(rate) > 0 ? undefined : 'a `rate` of at least a thousandth of a call per second',
  create({ burst, delay }, { rate }) {
    const perSecond = thousandths(rate);
    /** Without a value until the first call, which is never in excess. */
    let excess: number | null = null;
    let last = 0;
    return {
      ask(now) {
        const time = Math.floor(now / MILLISECOND);
        const passed = time - last;
        const level =
          excess === null
            ? 0
            : Math.max(0, excess - Math.floor((perSecond * passed) / 1000) + CALL);
        if (level > burst * CALL) return null;
        if (excess === null || passed > 0) last = time;
        excess = level;
        const above = level - delay * CALL;
        return above <= 0 ? 0 : Math.floor((above * 1000) / perSecond) * MILLISECOND;
      },
      get asNewFrom() {
        const drains = Math.ceil((((excess ?? 0) + CALL) * 1000) / perSecond);
        return (last + drains + 1) * MILLISECOND;
      },
    };
  },
});
