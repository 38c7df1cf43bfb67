/**
 * A histogram of positive durations with a bounded relative error: 128 buckets per factor of two, so that
 * a quantile is within 0.4 % of an observed value, and exact while there are at most 1,024 of them.
 */
import { Buckets } from './buckets.js';
import { type MomentsData, OnlineMoments } from './moments.js';
import { select } from './select.js';

const EXACT_LIMIT = 1024;
/** Values that there is room for at first. */
const EXACT_LEAST = 16;
/** Values that wait to be put into buckets together once those are known: one by one, each would find its bucket forgotten by the cache of a machine. */
const BATCH = 256;
const ZEROS = new Float64Array(EXACT_LIMIT);

/** A histogram as plain data, for storage and for the way between threads. */
export interface HistogramData extends MomentsData {
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
  private readonly moments = new OnlineMoments();
  private readonly buckets = new Buckets();
  /** The values themselves, all while they are few, and those that came last: a service that is seldom called takes little memory. */
  private kept: Float64Array = new Float64Array(EXACT_LEAST);
  private held = 0;
  /** Values of which only moments and buckets know. */
  private forgotten = 0;
  /** How many of those kept moments and buckets know, these never more than those: nobody asks for that most of the time. */
  private summed = 0;
  private sorted = 0;

  get count(): number {
    return this.forgotten + this.held;
  }

  /** Adds a value of 0 or more. */
  record(value: number): void {
    const { held, kept } = this;
    if (held === kept.length) this.makeRoom();
    this.kept[this.held++] = value;
  }

  /** Adds the value 0 so many times. */
  recordZeros(times: number): void {
    if (times === 0) return;
    this.take(times, ZEROS, (buckets) => buckets.addZeros(times));
    this.moments.merge({ count: times, mean: 0, squares: 0, min: 0, max: 0 });
  }

  clear(): void {
    if (this.count === 0) return;
    this.held = 0;
    this.forgotten = 0;
    this.summed = 0;
    this.sorted = 0;
    this.moments.clear();
    this.buckets.clear();
  }

  /** Adds all that another histogram holds. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    other.sum();
    this.take(other.count, other.values, (buckets) => {
      other.sort();
      buckets.merge(other.buckets);
    });
    this.moments.merge(other.moments);
  }

  /** For each share the smallest value that at least so many of all values do not exceed (nearest rank). */
  quantiles(...shares: readonly number[]): number[] {
    const { count } = this;
    if (count === 0) return shares.map(() => 0);
    const ranks = shares.map((q) => Math.min(count, Math.max(1, Math.ceil(q * count - 1e-9))));
    const values = this.values?.slice();
    if (values !== undefined) return ranks.map((rank) => select(values, rank - 1));
    this.sort();
    return ranks.map((rank) => this.estimate(rank));
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
    this.sum();
    const { count, mean, variance, min, max } = this.moments;
    const [p50, p90, p95, p99, p999] = this.quantiles(0.5, 0.9, 0.95, 0.99, 0.999);
    return { count, mean, variance, min, max, p50, p90, p95, p99, p999 } as Summary;
  }

  toData(): HistogramData {
    this.sort();
    const { count, mean, squares } = this.moments;
    const [min, max] = count === 0 ? [0, 0] : [this.moments.min, this.moments.max];
    const exact = [...(this.values ?? [])];
    return { count, mean, squares, min, max, buckets: this.buckets.toData(), exact };
  }

  static fromData(data: HistogramData): Histogram {
    const histogram = new Histogram();
    if (data.count === 0) return histogram;
    const exact = data.exact.length === data.count ? data.exact : null;
    histogram.take(data.count, exact, (buckets) => buckets.restore(data.buckets));
    histogram.moments.restore(data);
    return histogram;
  }

  /** All values; null when there are too many for that. */
  private get values(): Float64Array | null {
    return this.forgotten === 0 ? this.kept.subarray(0, this.held) : null;
  }

  /**
   * Takes over so many values, of which the moments are told by others.
   * @param more all of them, if they are few.
   * @param sortInto counts them in buckets.
   */
  private take(
    times: number,
    more: ArrayLike<number> | null,
    sortInto: (buckets: Buckets) => void,
  ): void {
    this.sum();
    const { held } = this;
    const count = held + times;
    if (this.forgotten > 0 || more === null || count > EXACT_LIMIT) {
      this.forget();
      sortInto(this.buckets);
      this.forgotten += times;
    } else {
      if (count > this.kept.length) this.kept = enlarged(this.kept, count);
      for (let n = held; n < count; n++) this.kept[n] = more[n - held] as number;
      this.held = count;
      this.summed = count;
    }
  }

  /** There is no room for a value: makes more, or is done with keeping those that there are. */
  private makeRoom(): void {
    const { kept, held } = this;
    if (this.forgotten === 0 && held < EXACT_LIMIT) this.kept = enlarged(kept, held + 1);
    else this.forget();
  }

  /** From now on only moments and buckets know of the values that there are. */
  private forget(): void {
    this.sort();
    this.forgotten += this.held;
    this.held = 0;
    this.summed = 0;
    this.sorted = 0;
    if (this.kept.length !== BATCH) this.kept = new Float64Array(BATCH);
  }

  /** Tells the moments of the values that they do not know yet. */
  private sum(): void {
    const { kept, held, moments } = this;
    for (let n = this.summed; n < held; n++) moments.add(kept[n] as number);
    this.summed = held;
  }

  /** Puts the values into buckets that are not there yet, and tells the moments on the way: a processor does both at once. */
  private sort(): void {
    const { kept, held, summed, moments, buckets } = this;
    for (let n = this.sorted; n < held; n++) {
      const value = kept[n] as number;
      if (n >= summed) moments.add(value);
      buckets.bump(value);
    }
    this.summed = held;
    this.sorted = held;
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
