import { choice, duration, rate, share } from '../../catalogue/scalars.js';
import { SECOND } from '../../kernel/time.js';
import { TimeWindow } from '../../primitives/window.js';
import { defineBudget } from '../budget.js';

/** Slices of the window, and the parts of a token that one call earns. */
const SLICES = 10;
const CALL = 1000;

export const windowed = defineBudget({
  kind: 'windowed',
  summary:
    'Retries up to a share of the calls of the last seconds, and some per second in any case. What was earned and what was spent is forgotten alike when it is too old.',
  source: 'Finagle 24.5 RetryBudget (RB1); tower TpsBudget, as Linkerd has it (RB2)',
  options: {
    ratio: share({
      doc: 'Retries per call.',
      default: '20%',
      max: 1000,
      source: 'Finagle percentCanRetry; Linkerd retryRatio',
    }),
    reserve: rate({
      doc: 'Retries that may be made without having been earned.',
      default: '10/s',
      source: 'Finagle and Linkerd minRetriesPerSecond',
    }),
    ttl: duration({ doc: 'How long a call counts.', default: '10s', min: '1ms', source: 'both' }),
    earns: choice(['at-arrival', 'when-answered'], {
      doc: 'When a call earns its share: when it arrives, or when it is answered and not retried, so that nothing is earned in an outage.',
      default: 'at-arrival',
      source: 'Finagle; Linkerd: when-answered',
    }),
    'per-call': share({
      doc: 'A call may make at most this share of the retries that could be paid for when it arrived, rounded up; without, as many as it can pay for.',
      optional: true,
      source: 'Finagle RequeueFilter, maxRetriesPerReq: 20%',
    }),
  },
  shorthand: 'ratio',
  create({ ratio, reserve, ttl, earns, 'per-call': perCall }) {
    const window = new TimeWindow(SLICES, Math.ceil(ttl / SLICES));
    const deposit = ratio === 0 ? 0 : CALL;
    const cost = ratio === 0 ? 1 : Math.trunc(CALL / ratio);
    const spare = ((reserve * ttl) / SECOND) * cost;
    const earn = (now: number) => window.count(now, deposit, 0, 0);
    return {
      ...(perCall === undefined
        ? {}
        : {
            mostPerCall(now: number) {
              window.moveTo(now);
              return Math.ceil(perCall * Math.trunc((spare + window.total) / cost));
            },
          }),
      arrived: earns === 'at-arrival' ? earn : () => {},
      concluded: earns === 'when-answered' ? earn : () => {},
      pay(_, now) {
        window.moveTo(now);
        if (spare + window.total < cost) return 0;
        window.count(now, -cost, 0, 0);
        return cost;
      },
    };
  },
});
