/** Windows: how many of the recent calls were failures, or slow. */
import { type Duration, type Instant, SECOND } from '../kernel/time.js';

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
  private readonly ring: Uint8Array;
  private next = 0;

  constructor(readonly size: number) {
    this.ring = new Uint8Array(size);
  }

  record(failed: boolean, slow: boolean): void {
    if (this.total === this.size) {
      const old = this.ring[this.next] as number;
      if ((old & FAILED) !== 0) this.failed--;
      if ((old & SLOW) !== 0) this.slow--;
    } else this.total++;
    this.ring[this.next] = (failed ? FAILED : 0) | (slow ? SLOW : 0);
    this.next = (this.next + 1) % this.size;
    if (failed) this.failed++;
    if (slow) this.slow++;
  }

  clear(): void {
    this.total = 0;
    this.failed = 0;
    this.slow = 0;
    this.next = 0;
  }
}

/** The calls of the last `seconds` seconds, in buckets of one second aligned to the clock. */
export class TimeWindow implements Counts {
  total = 0;
  failed = 0;
  slow = 0;
  private readonly buckets: Counts[];
  /** Second of the newest bucket. */
  private newest = -1;

  constructor(readonly span: Duration) {
    const count = Math.max(1, Math.ceil(span / SECOND));
    this.buckets = Array.from({ length: count }, () => ({ total: 0, failed: 0, slow: 0 }));
  }

  record(failed: boolean, slow: boolean, now: Instant): void {
    this.moveTo(Math.floor(now / SECOND));
    const bucket = this.bucketOf(this.newest);
    bucket.total++;
    this.total++;
    if (failed) {
      bucket.failed++;
      this.failed++;
    }
    if (slow) {
      bucket.slow++;
      this.slow++;
    }
  }

  clear(): void {
    for (const bucket of this.buckets) this.drop(bucket);
  }

  private moveTo(second: number): void {
    const missed = Math.min(second - this.newest, this.buckets.length);
    for (let n = 1; n <= missed; n++) this.drop(this.bucketOf(second - missed + n));
    this.newest = Math.max(second, this.newest);
  }

  private bucketOf(second: number): Counts {
    return this.buckets[second % this.buckets.length] as Counts;
  }

  private drop(bucket: Counts): void {
    this.total -= bucket.total;
    this.failed -= bucket.failed;
    this.slow -= bucket.slow;
    bucket.total = 0;
    bucket.failed = 0;
    bucket.slow = 0;
  }
}
