/** Estimates: a mean over independent replications and how sure it is. */
import { studentCritical, studentTwoSided } from '../math/student.js';

/** Confidence of all intervals. */
export const CONFIDENCE = 0.95;

/**
 * A value by replication; null where it does not exist, as a latency where nothing succeeded. Infinity
 * stands for what never came, as a recovery.
 */
export type Value = number | null;

export interface Estimate {
  /** Over the replications that have a value; null when none has. */
  readonly mean: Value;
  /** Ends of the 95 % interval (Student t); null with fewer than two values. */
  readonly low: Value;
  readonly high: Value;
  readonly values: readonly Value[];
}

export function estimate(values: readonly Value[]): Estimate {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { mean: null, low: null, high: null, values };
  const mean = meanOf(known);
  if (known.length < 2 || !Number.isFinite(mean)) return { mean, low: null, high: null, values };
  const half = critical(known.length - 1) * standardError(known, mean);
  return { mean, low: mean - half, high: mean + half, values };
}

/** A difference between two strategies, replication by replication on the same random numbers. */
export interface Difference {
  /** Other minus baseline. */
  readonly mean: Value;
  readonly low: Value;
  readonly high: Value;
  /** Probability of a difference this large if there were none (paired t test); null without replications. */
  readonly p: Value;
}

export function difference(other: readonly Value[], baseline: readonly Value[]): Difference {
  const pairs: number[] = [];
  for (const [index, value] of other.entries()) {
    const base = baseline[index];
    if (value === null || base === null || base === undefined) continue;
    // What never came in both is no difference; what never came in one has no size.
    if (value === base) pairs.push(0);
    else if (Number.isFinite(value - base)) pairs.push(value - base);
  }
  const { mean, low, high } = estimate(pairs);
  if (mean === null || pairs.length < 2) return { mean, low, high, p: null };
  const error = standardError(pairs, mean);
  // Without any spread the difference is certain, or there is none.
  const t = error === 0 ? (mean === 0 ? 0 : Number.POSITIVE_INFINITY) : mean / error;
  return { mean, low, high, p: studentTwoSided(t, pairs.length - 1) };
}

/**
 * Which of several p-values stand when all are looked at: Holm's step-down procedure, 1979. The chance
 * of even one false alarm among them stays below 5 %.
 */
export function significant(ps: readonly Value[]): boolean[] {
  const order = ps
    .map((p, index) => ({ p, index }))
    .filter(({ p }) => p !== null)
    .sort((a, b) => (a.p ?? 0) - (b.p ?? 0));
  const result = ps.map(() => false);
  for (const [rank, { p, index }] of order.entries()) {
    if ((p ?? 1) * (order.length - rank) > 1 - CONFIDENCE) break;
    result[index] = true;
  }
  return result;
}

const criticals = new Map<number, number>();

function critical(freedom: number): number {
  let value = criticals.get(freedom);
  if (value === undefined) {
    value = studentCritical(1 - CONFIDENCE, freedom);
    criticals.set(freedom, value);
  }
  return value;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
