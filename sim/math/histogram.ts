/**
 * A histogram of positive durations with a bounded relative error: 128 buckets per factor of two, so that
 * a quantile is within 0.4 % of an observed value, and exact while there are at most 1,024 of them.
 */
import { OnlineMoments } from './moments.js';
import { select } from './select.js';

const SUB_BITS = 7;
const SUB_BUCKETS = 1 << SUB_BITS;
const EXACT_LIMIT = 1024;
/** A double, and its bits: which word has the exponent depends on the machine. */
const DOUBLE = new Float64Array([1]);
const WORDS = new Uint32Array(DOUBLE.buffer);
const UPPER = WORDS[1] === 0 ? 0 : 1;
/** The exponent of what lies in the octave before 128, as doubles have it. */
const LEAST_EXPONENT = 1023 + SUB_BITS - 1;
/** Enough for the clock's range. */
const OCTAVES = 56;

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
  private readonly moments = new OnlineMoments();
  /** Counts by octave; an octave nobody fell into takes no memory. */
  private readonly octaves: (Float64Array | undefined)[] = new Array(OCTAVES).fill(undefined);
  private exact: Float64Array | null = new Float64Array(EXACT_LIMIT);

  get count(): number {
    return this.moments.count;
  }

  /** Adds a value of 0 or more. */
  record(value: number): void {
    const { exact, moments } = this;
    if (exact !== null) {
      if (moments.count < EXACT_LIMIT) exact[moments.count] = value;
      else this.exact = null;
    }
    moments.add(value);
    this.bump(value);
  }

  /** Adds the value 0 so many times. */
  recordZeros(times: number): void {
    if (times === 0) return;
    const total = this.count + times;
    if (total > EXACT_LIMIT) this.exact = null;
    else this.exact?.fill(0, this.count, total);
    this.moments.merge({ count: times, mean: 0, squares: 0, min: 0, max: 0 });
    const octave = this.octave(0);
    octave[0] = (octave[0] as number) + times;
  }

  clear(): void {
    if (this.count === 0) return;
    this.moments.clear();
    for (const octave of this.octaves) octave?.fill(0);
    this.exact ??= new Float64Array(EXACT_LIMIT);
  }

  /** Adds all that another histogram holds. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    const total = this.count + other.count;
    if (total > EXACT_LIMIT) this.exact = null;
    else if (other.exact !== null)
      this.exact?.set(other.exact.subarray(0, other.count), this.count);
    this.moments.merge(other.moments);
    if (other.exact !== null) {
      for (let n = 0; n < other.count; n++) this.bump(other.exact[n] as number);
      return;
    }
    for (let index = 0; index < OCTAVES; index++) {
      const octave = other.octaves[index];
      if (octave === undefined) continue;
      const own = this.octave(index);
      for (let bucket = 0; bucket < SUB_BUCKETS; bucket++) {
        own[bucket] = (own[bucket] as number) + (octave[bucket] as number);
      }
    }
  }

  /** For each share the smallest value that at least so many of all values do not exceed (nearest rank). */
  quantiles(...shares: readonly number[]): number[] {
    const { count } = this.moments;
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
    let before = 0;
    for (const [index, octave] of this.octaves.entries()) {
      if (octave === undefined) continue;
      for (let bucket = 0; bucket < SUB_BUCKETS; bucket++) {
        const here = octave[bucket] as number;
        if (before + here >= rank) {
          // Values are taken to be spread evenly over their bucket.
          const low = lowerEnd(index, bucket);
          const width = lowerEnd(index, bucket + 1) - low;
          return Math.min(max, Math.max(min, low + (width * (rank - before - 0.5)) / here));
        }
        before += here;
      }
    }
    return max;
  }

  summary(): Summary {
    const { count, mean, variance, min, max } = this.moments;
    if (count === 0) return NOTHING;
    const [p50, p90, p95, p99, p999] = this.quantiles(0.5, 0.9, 0.95, 0.99, 0.999);
    return { count, mean, variance, min, max, p50, p90, p95, p99, p999 } as Summary;
  }

  toData(): HistogramData {
    const buckets: number[] = [];
    for (const [index, octave] of this.octaves.entries()) {
      for (let bucket = 0; octave !== undefined && bucket < SUB_BUCKETS; bucket++) {
        const here = octave[bucket] as number;
        if (here > 0) buckets.push(index * SUB_BUCKETS + bucket, here);
      }
    }
    const { count, mean, squares } = this.moments;
    const [min, max] = count === 0 ? [0, 0] : [this.moments.min, this.moments.max];
    const exact = this.exact === null ? [] : [...this.exact.subarray(0, count)];
    return { count, mean, squares, min, max, buckets, exact };
  }

  static fromData(data: HistogramData): Histogram {
    const histogram = new Histogram();
    if (data.count === 0) return histogram;
    histogram.moments.restore(data);
    for (let n = 0; n < data.buckets.length; n += 2) {
      const index = data.buckets[n] as number;
      const octave = histogram.octave(Math.floor(index / SUB_BUCKETS));
      octave[index % SUB_BUCKETS] = data.buckets[n + 1] as number;
    }
    if (data.exact.length === data.count) histogram.exact?.set(data.exact);
    else histogram.exact = null;
    return histogram;
  }

  private bump(value: number): void {
    let index = 0;
    let bucket: number;
    if (value < SUB_BUCKETS) bucket = value | 0;
    else {
      // Below 128 every integer has a bucket; above, the exponent and the leading bits of the double choose one.
      DOUBLE[0] = value;
      const word = WORDS[UPPER] as number;
      index = (word >>> 20) - LEAST_EXPONENT;
      bucket = (word >>> (20 - SUB_BITS)) & (SUB_BUCKETS - 1);
    }
    const octave = this.octaves[index] ?? this.octave(index);
    octave[bucket] = (octave[bucket] as number) + 1;
  }

  private octave(index: number): Float64Array {
    let octave = this.octaves[index];
    if (octave === undefined) {
      octave = new Float64Array(SUB_BUCKETS);
      this.octaves[index] = octave;
    }
    return octave;
  }
}

/** The smallest value of a bucket; bucket 128 is the first of the next octave. */
function lowerEnd(octave: number, bucket: number): number {
  if (octave === 0) return bucket;
  let value = SUB_BUCKETS + bucket;
  for (let n = 1; n < octave; n++) value *= 2;
  return value;
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
