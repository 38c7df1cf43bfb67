/** Intervals: a mean and the half-width of its 95 % interval, both to the digit that is known. */
import type { Estimate } from '../../sim/index.js';
import { decimalsFor, fixed, magnitude } from './digits.js';
import { quantity, scaleFor, type Unit } from './quantity.js';

/** A mean as text, and what it is uncertain by; null where replications are too few to know, and then the mean ends with the suffix. */
export interface Measured {
  readonly mean: string;
  readonly half: string | null;
  readonly suffix: string;
}

/** More digits of a mean than this tell nobody anything. */
const DIGITS = 4;

export function measured({ mean, low, high }: Omit<Estimate, 'values'>, unit: Unit): Measured {
  if (mean === null || !Number.isFinite(mean)) {
    return { mean: quantity(mean, unit), half: null, suffix: '' };
  }
  const { size, suffix } = scaleFor(mean, unit);
  const half = low === null || high === null ? 0 : (high - low) / 2 / size;
  const value = mean / size;
  // What is the same in every replication needs no interval.
  if (half === 0) return { mean: quantity(mean, unit), half: null, suffix };
  const decimals = Math.min(decimalsOf(half), decimalsFor(value, DIGITS));
  return { mean: fixed(value, decimals), half: fixed(roundedUp(half, decimals), decimals), suffix };
}

/** `24.3 ± 0.3 ms`, or only the mean. */
export function interval(estimate: Omit<Estimate, 'values'>, unit: Unit): string {
  const { mean, half, suffix } = measured(estimate, unit);
  return half === null ? mean : `${mean} ± ${half}${suffix}`;
}

/** One digit of an uncertainty says enough; two where the first is a one. */
function decimalsOf(half: number): number {
  const leading = half / Number(`1e${magnitude(half)}`);
  return decimalsFor(half, leading < 2 ? 2 : 1);
}

/** An interval is never written narrower than it is. */
function roundedUp(half: number, decimals: number): number {
  const unit = Number(`1e${-decimals}`);
  return Math.ceil(half / unit - 1e-9) * unit;
}
