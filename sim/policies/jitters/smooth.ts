import { exp, power } from '../../math/arithmetic.js';
import { defineJitter } from '../jitter.js';

/** 2^t tanh(2 sqrt(t)). */
function curve(t: number): number {
  const e = exp(4 * Math.sqrt(t));
  // Far out the hyperbolic tangent is 1, and its exponentials are infinite.
  const tanh = e === Number.POSITIVE_INFINITY ? 1 : (e - 1) / (e + 1);
  return power(2, t) * tanh;
}

export const smooth = defineJitter({
  kind: 'smooth',
  summary:
    'Decorrelated along a smooth curve, so that many clients together make no waves; the first wait is about the base in the median.',
  source:
    'Polly 8, DelayBackoffType.Exponential with UseJitter; cockatiel decorrelatedJitterGenerator',
  options: {},
  create:
    () =>
    ({ n, base, cap, u, previous }) => {
      const before = n === 0 ? 0 : curve(n - 1 + previous);
      return Math.min(cap, (Math.max(0, curve(n + u) - before) * base) / 1.4);
    },
});
