/** Windows: how many of the recent calls were failures, or slow. */
import type { Duration, Instant } from '../kernel/time.js';

const FAILED = 1;
const SLOW = 2;

/** What a window has counted. */
export interface Counts {
  total: number;
  failed: number;
  slow: number;
}

/** The last `size` calls. */
export class CountWindow implements Counts {
  total = 0;
  failed = 0;
  slow = 0;
  /** What was bad about each call; made when the first one is: as long as all goes well, there is nothing to remember. */
  private ring: Uint8Array | null = null;
  private next = 0;

  constructor(readonly size: number) {}

  record(failed: boolean, slow: boolean): void {
    const { next, total } = this;
    const flags = (failed ? FAILED : 0) | (slow ? SLOW : 0);
    // A comparison is cheaper than a remainder.
    this.next = next + 1 === this.size ? 0 : next + 1;
    if (total < this.size) this.total = total + 1;
    if (this.ring === null && flags === 0) return;
    this.ring ??= new Uint8Array(this.size);
    if (total === this.size) this.count(this.ring[next] as number, -1);
    this.ring[next] = flags;
    this.count(flags, 1);
  }

  private count(flags: number, by: number): void {
    if ((flags & FAILED) !== 0) this.failed += by;
    if ((flags & SLOW) !== 0) this.slow += by;
  }

  clear(): void {
    this.total = 0;
    this.failed = 0;
    this.slow = 0;
    this.next = 0;
  }
}

/** Cells of a bucket, side by side with those of the next. */
const OF_ALL = 0;
const OF_FAILED = 1;
const OF_SLOW = 2;
const CELLS = 3;

/** Calls of the last so many buckets of equal width, aligned to the clock. */
export class TimeWindow implements Counts {
  total = 0;
  failed = 0;
  slow = 0;
  private readonly buckets: Float64Array;
  private readonly length: number;
  /** Number of the newest bucket, and when the next one begins. */
  private newest = -1;
  private until: Instant = 0;

  constructor(
    count: number,
    private readonly width: Duration,
  ) {
    this.length = Math.max(1, Math.floor(count));
    this.buckets = new Float64Array(CELLS * this.length);
  }

  /** Adds calls to the bucket of this instant; those of buckets too old are gone. */
  count(now: Instant, total: number, failed: number, slow: number): void {
    this.moveTo(now);
    this.add(this.newest, total, failed, slow);
  }

  clear(): void {
    this.buckets.fill(0);
    this.total = 0;
    this.failed = 0;
    this.slow = 0;
  }

  /** Forgets what is too old at this instant. */
  moveTo(now: Instant): void {
    // Most often nothing is: a comparison is cheaper than a division.
    if (now < this.until) return;
    const number = Math.floor(now / this.width);
    const missed = Math.min(number - this.newest, this.length);
    for (let n = 1; n <= missed; n++) this.drop(number - missed + n);
    this.newest = number;
    this.until = (number + 1) * this.width;
  }

  private add(number: number, total: number, failed: number, slow: number): void {
    const { buckets } = this;
    const bucket = CELLS * (number % this.length);
    buckets[bucket + OF_ALL] = (buckets[bucket + OF_ALL] as number) + total;
    buckets[bucket + OF_FAILED] = (buckets[bucket + OF_FAILED] as number) + failed;
    buckets[bucket + OF_SLOW] = (buckets[bucket + OF_SLOW] as number) + slow;
    this.total += total;
    this.failed += failed;
    this.slow += slow;
  }

  private drop(number: number): void {
    const { buckets } = this;
    const bucket = CELLS * (number % this.length);
    const total = buckets[bucket + OF_ALL] as number;
    const failed = buckets[bucket + OF_FAILED] as number;
    const slow = buckets[bucket + OF_SLOW] as number;
    this.add(number, -total, -failed, -slow);
  }
}
