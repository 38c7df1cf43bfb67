/** The gamma function and the gamma distribution, for sampling by inversion. */
import { exp, ln } from './arithmetic.js';
import { normalQuantile } from './normal.js';

/** ln Gamma(x) for x > 0: Stirling's series with Bernoulli terms, after shifting x to 12 and above. */
export function lnGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < 12) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 +
      square *
        (-1 / 360 +
          square *
            (1 / 1260 + square * (-1 / 1680 + square * (1 / 1188 - square * (691 / 360360))))));
  const halfLnTwoPi = 0.9189385332046727;
  return (shifted - 0.5) * ln(shifted) - shifted + halfLnTwoPi + series - ln(product);
}

/**
 * P(X <= x) for X ~ Gamma(shape, 1): the regularised lower incomplete gamma function. A power series
 * below shape + 1, Legendre's continued fraction (by Lentz's method) above.
 */
export function gammaCumulative(shape: number, x: number): number {
  if (x <= 0) return 0;
  const front = exp(shape * ln(x) - x - lnGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; n < 10_000 && term > sum * 1e-17; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return front * sum;
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return 1 - front * fraction;
}

/**
 * The x with P(X <= x) = p for X ~ Gamma(shape, 1), 0 < p < 1: Wilson and Hilferty's cube as the start,
 * then safeguarded Newton steps. Relative error below 1e-12.
 */
export function gammaQuantile(shape: number, p: number): number {
  const lnScale = lnGamma(shape);
  let x = startingPoint(shape, p, lnScale);
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 200; step++) {
    const error = gammaCumulative(shape, x) - p;
    if (error > 0) high = Math.min(high, x);
    else low = Math.max(low, x);
    const density = exp((shape - 1) * ln(x) - x - lnScale);
    let following = x - error / density;
    if (!(following > low && following < high)) {
      following = high === Number.POSITIVE_INFINITY ? x * 2 : (low + high) / 2;
    }
    if (Math.abs(following - x) <= 1e-14 * following) return following;
    x = following;
  }
  return x;
}

function startingPoint(shape: number, p: number, lnScale: number): number {
  const ninth = 1 / (9 * shape);
  const cube = 1 - ninth + normalQuantile(p) * Math.sqrt(ninth);
  if (cube > 0.2) return shape * cube * cube * cube;
  // Near zero the cumulative is x^shape / Gamma(shape + 1).
  return exp((ln(p) + ln(shape) + lnScale) / shape);
}

/** Gamma(x) for x > 0. */
export function gamma(x: number): number {
  return exp(lnGamma(x));
}

/** Solves f(x) = 0 for an increasing f by bisection on a logarithmic scale. */
export function solveIncreasing(f: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  for (let step = 0; step < 200 && b / a > 1 + 1e-15; step++) {
    const middle = Math.sqrt(a * b);
    if (f(middle) < 0) a = middle;
    else b = middle;
  }
  return Math.sqrt(a * b);
}
