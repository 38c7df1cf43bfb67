/** A rung of the calendar's ladder: buckets of equal width, those before the frontier spent. */
import { RECORD, RECORD_BITS } from './event-lists.js';
import type { Duration, Instant } from './time.js';

export class Rung {
  /** Where the buckets begin, and where they end for events that come: no later than the rung's last bucket does. */
  start: Instant = 0;
  end: Instant = 0;
  /** Width of a bucket, a power of two, and its inverse. */
  width: Duration = 1;
  private inverse = 1;
  /** Where the buckets begin that are not spent. */
  frontier: Instant = 0;
  /** The sentinels of the first bucket, of the next to be taken, and one beyond the last. */
  first = 0;
  next = 0;
  beyond = 0;
  /** Buckets that there is room for. */
  capacity = 0;
  private finer: Rung | null = null;

  /** @param coarser the rung that this one covers a bucket of; null for the first. */
  constructor(readonly coarser: Rung | null) {}

  /** The rung for one of the buckets; always the same one. */
  divided(): Rung {
    this.finer ??= new Rung(this);
    return this.finer;
  }

  /** Begins anew with so many buckets. */
  lay(start: Instant, end: Instant, width: Duration, buckets: number): void {
    this.start = start;
    this.end = end;
    this.width = width;
    this.inverse = 1 / width;
    this.frontier = start;
    this.next = this.first;
    this.beyond = this.first + buckets * RECORD;
  }

  /** The sentinel of the bucket that an instant between start and end falls into. */
  bucketOf(instant: Instant): number {
    return this.first + (((instant - this.start) * this.inverse) | 0) * RECORD;
  }

  /** Takes the next buckets for spent, up to and including one. */
  spend(sentinel: number): void {
    this.next = sentinel + RECORD;
    this.frontier = this.start + ((this.next - this.first) >> RECORD_BITS) * this.width;
  }
}
