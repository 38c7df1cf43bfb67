/**
 * A histogram of positive durations with a bounded relative error: 128 buckets per factor of two, so that
 * a quantile is within 0.4 % of an observed value, and exact while there are at most 1,024 of them.
 */
import { Buckets } from './buckets.js';
import { OnlineMoments } from './moments.js';
import { select } from './select.js';

const EXACT_LIMIT = 1024;
/** Values that there is room for at first. */
const EXACT_LEAST = 16;
const ZEROS = new Float64Array(EXACT_LIMIT);

/** A histogram as plain data, for storage and for the way between threads. */
export interface HistogramData {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
  readonly min: number;
  readonly max: number;
  /** Bucket index and count in turn, buckets in order. */
  readonly buckets: readonly number[];
  /** All values, while they are few; else empty. */
  readonly exact: readonly number[];
}

/** What is said of a distribution in results. All values in nanoseconds; all 0 when nothing was observed. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
}

export class Histogram {
  count = 0;
  private readonly moments = new OnlineMoments();
  private readonly buckets = new Buckets();
  /** All values, while they are few: a service that is seldom called takes little memory. */
  private exact: Float64Array | null = new Float64Array(EXACT_LEAST);
  /** How many of the values moments and buckets know; all of them once they are many. */
  private folded = 0;

  /** Adds a value of 0 or more. */
  record(value: number): void {
    const { count, exact } = this;
    this.count = count + 1;
    if (exact === null) this.add(value);
    else if (count < exact.length) exact[count] = value;
    else this.outgrow(exact, value);
  }

  /** Adds the value 0 so many times. */
  recordZeros(times: number): void {
    if (times === 0) return;
    this.fold();
    this.keep(ZEROS, times);
    this.moments.merge({ count: times, mean: 0, squares: 0, min: 0, max: 0 });
    this.buckets.addZeros(times);
  }

  clear(): void {
    if (this.count === 0) return;
    this.count = 0;
    this.folded = 0;
    this.moments.clear();
    this.buckets.clear();
    this.exact ??= new Float64Array(EXACT_LEAST);
  }

  /** Adds all that another histogram holds. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    this.fold();
    other.fold();
    this.keep(other.exact, other.count);
    this.moments.merge(other.moments);
    this.buckets.merge(other.buckets);
  }

  /** For each share the smallest value that at least so many of all values do not exceed (nearest rank). */
  quantiles(...shares: readonly number[]): number[] {
    const { count } = this;
    if (count === 0) return shares.map(() => 0);
    const ranks = shares.map((q) => Math.min(count, Math.max(1, Math.ceil(q * count - 1e-9))));
    const values = this.exact?.slice(0, count);
    return ranks.map((rank) =>
      values === undefined ? this.estimate(rank) : select(values, rank - 1),
    );
  }

  quantile(q: number): number {
    return this.quantiles(q)[0] as number;
  }

  /** The value of a rank, as the buckets tell it. */
  private estimate(rank: number): number {
    const { min, max } = this.moments;
    return Math.min(max, Math.max(min, this.buckets.valueOf(rank) ?? max));
  }

  summary(): Summary {
    if (this.count === 0) return NOTHING;
    this.fold();
    const { count, mean, variance, min, max } = this.moments;
    const [p50, p90, p95, p99, p999] = this.quantiles(0.5, 0.9, 0.95, 0.99, 0.999);
    return { count, mean, variance, min, max, p50, p90, p95, p99, p999 } as Summary;
  }

  toData(): HistogramData {
    this.fold();
    const { count, mean, squares } = this.moments;
    const [min, max] = count === 0 ? [0, 0] : [this.moments.min, this.moments.max];
    const exact = this.exact === null ? [] : [...this.exact.subarray(0, count)];
    return { count, mean, squares, min, max, buckets: this.buckets.toData(), exact };
  }

  static fromData(data: HistogramData): Histogram {
    const histogram = new Histogram();
    if (data.count === 0) return histogram;
    histogram.keep(data.exact.length === data.count ? data.exact : null, data.count);
    histogram.moments.restore(data);
    histogram.buckets.restore(data.buckets);
    return histogram;
  }

  /** Counts more values, which moments and buckets are told of by others; keeps them while all are few. */
  private keep(values: ArrayLike<number> | null, more: number): void {
    const { count, exact } = this;
    this.count = count + more;
    this.folded = this.count;
    if (exact === null || values === null || this.count > EXACT_LIMIT) this.exact = null;
    else {
      const roomy = this.count > exact.length ? enlarged(exact, this.count) : exact;
      for (let n = 0; n < more; n++) roomy[count + n] = values[n] as number;
      this.exact = roomy;
    }
  }

  /** There is no room for a value: makes more, or is done with keeping values. */
  private outgrow(exact: Float64Array, value: number): void {
    const { length } = exact;
    if (length < EXACT_LIMIT) {
      this.exact = enlarged(exact, length + 1);
      this.exact[length] = value;
      return;
    }
    this.count = length;
    this.fold();
    this.count = length + 1;
    this.exact = null;
    this.add(value);
  }

  /** Tells moments and buckets of the values that they do not know yet. */
  private fold(): void {
    const { count, exact } = this;
    if (exact === null) return;
    for (; this.folded < count; this.folded++) this.add(exact[this.folded] as number);
  }

  private add(value: number): void {
    this.moments.add(value);
    this.buckets.bump(value);
  }
}

/** Room for at least so many values, at least twice as much as before. */
function enlarged(values: Float64Array, least: number): Float64Array {
  const roomy = new Float64Array(Math.min(EXACT_LIMIT, Math.max(least, 2 * values.length)));
  roomy.set(values);
  return roomy;
}

const NOTHING: Summary = {
  count: 0,
  mean: 0,
  variance: 0,
  min: 0,
  max: 0,
  p50: 0,
  p90: 0,
  p95: 0,
  p99: 0,
  p999: 0,
};
