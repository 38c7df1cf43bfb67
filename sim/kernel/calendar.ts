/**
 * The event calendar: what happens when, ordered by (time, order of scheduling).
 *
 * A ladder queue (Tang, Goh and Thng, ACM TOMACS 15(3), 2005) on typed arrays. Far events lie unsorted
 * in `top`; when their turn comes they are spread over a rung of buckets, a crowded bucket over a finer
 * rung, and a small one is sorted into `bottom`, from which events are taken. Every list is doubly
 * linked, so that cancelling is one unlink wherever the event is. Amortised O(1) for all three.
 *
 * Order among equal instants needs no sequence number: every list is appended at its tail, every move
 * keeps the order, and `bottom` inserts behind its equals. Bucket widths are powers of two, so that the
 * bucket of an integer time is computed without rounding.
 */
import { type EventHandler, EventLists } from './event-lists.js';
import type { Duration, Instant } from './time.js';

/** Names one scheduled event until it has run or been cancelled. */
export type EventSlot = number;

/** No event. */
export const NO_EVENT: EventSlot = -1;

/** A bucket up to this size is sorted at once; a larger one becomes a finer rung. */
const SORTED_AT_ONCE = 12;
/** A bottom list longer than this is spread again: sorted insertion into it would be slow. */
const BOTTOM_LIMIT = 24;
const RUNGS_LIMIT = 12;
/** Bottom when it is no bucket. */
const BOTTOM = 0;
const TOP = 1;
/** Holds a list while the rung it lay in is reused for its finer one. */
const ASIDE = 2;
/** How many lists there are apart from the buckets. */
const LISTS = 3;

export class Calendar extends EventLists {
  // The ladder, a level per rung: buckets of width 2^k from `start`, those before `current` spent.
  private depth = 0;
  private readonly start = new Float64Array(RUNGS_LIMIT);
  private readonly width = new Float64Array(RUNGS_LIMIT);
  private readonly inverse = new Float64Array(RUNGS_LIMIT);
  private readonly count = new Int32Array(RUNGS_LIMIT);
  private readonly current = new Int32Array(RUNGS_LIMIT);
  /** Where the buckets begin that are not spent. */
  private readonly frontier = new Float64Array(RUNGS_LIMIT);
  /** Index of the first bucket's sentinel, the others follow; and for how many there is room. */
  private readonly sentinels = new Int32Array(RUNGS_LIMIT);
  private readonly capacity = new Int32Array(RUNGS_LIMIT);
  /** Events from here on go to top. */
  private topStart = Infinity;
  /** The sorted list from which events are taken: the sentinel of the bucket that was sorted last. */
  private bottom = BOTTOM;
  private bottomCount = 0;

  constructor() {
    super();
    this.allocate(LISTS);
    for (let list = 0; list < LISTS; list++) this.empty(list);
  }

  /** Adds an event. Times are integers; the caller sees to it that they do not lie in the past. */
  schedule<A>(time: Instant, handler: EventHandler<A>, argument: A): EventSlot {
    const slot = this.reserve(handler, argument);
    this.time[slot] = time;
    this.place(slot);
    return slot;
  }

  /** Adds an event so long after an instant; a sum that is not passed on needs no memory. */
  scheduleAfter<A>(
    clock: { readonly now: Instant },
    delay: Duration,
    handler: EventHandler<A>,
    argument: A,
  ): EventSlot {
    const slot = this.reserve(handler, argument);
    this.time[slot] = clock.now + delay;
    this.place(slot);
    return slot;
  }

  /** Takes a pending event out. A slot that has run or been cancelled must not be passed. */
  cancel(slot: EventSlot): void {
    this.unlink(slot);
    this.release(slot);
  }

  /** The next event's slot, still pending; {@link NO_EVENT} when there is none. */
  first(): EventSlot {
    const slot = this.next[this.bottom] as number;
    return slot !== this.bottom ? slot : this.refill();
  }

  timeOf(slot: EventSlot): Instant {
    return this.time[slot] as Instant;
  }

  handlerOf(slot: EventSlot): EventHandler<unknown> {
    return this.handler[slot] as EventHandler<unknown>;
  }

  argumentOf(slot: EventSlot): unknown {
    return this.argument[slot];
  }

  /** Takes the first event out, as {@link first} gave it. */
  remove(slot: EventSlot): void {
    this.bottomCount--;
    this.unlink(slot);
    this.release(slot);
  }

  /** Puts a slot into the list that its time belongs to. */
  private place(slot: number): void {
    const time = this.time[slot] as number;
    if (time >= this.topStart) {
      this.append(TOP, slot);
      return;
    }
    const { depth, frontier } = this;
    for (let level = 0; level < depth; level++) {
      if (time >= (frontier[level] as number)) {
        this.append(this.bucketOf(level, slot), slot);
        return;
      }
    }
    this.insertSorted(slot);
    if (++this.bottomCount > BOTTOM_LIMIT) this.thinBottom();
  }

  /** The sentinel of the bucket that an event at or after a rung's start falls into. */
  private bucketOf(level: number, slot: number): number {
    const sinceStart = (this.time[slot] as number) - (this.start[level] as number);
    const offset = sinceStart * (this.inverse[level] as number);
    return (this.sentinels[level] as number) + (offset | 0);
  }

  /** Inserts behind every event of the same time, searching from the end. */
  private insertSorted(slot: number): void {
    const { previous, next, time } = this;
    const own = time[slot] as number;
    const { bottom } = this;
    let after = previous[bottom] as number;
    while (after !== bottom && (time[after] as number) > own) after = previous[after] as number;
    const before = next[after] as number;
    previous[slot] = after;
    next[slot] = before;
    next[after] = slot;
    previous[before] = slot;
  }

  /** Makes the next events bottom, from the ladder or from top; gives the first of them. */
  private refill(): EventSlot {
    this.bottom = BOTTOM;
    this.bottomCount = 0;
    while (this.depth > 0 || this.next[TOP] !== TOP) {
      if (this.depth === 0) this.spreadTop();
      else {
        const level = this.depth - 1;
        const sentinel = this.nextBucket(level);
        if (sentinel >= 0) this.take(sentinel, this.frontier[level] as number, level);
      }
      const slot = this.next[this.bottom] as number;
      if (slot !== this.bottom) return slot;
    }
    this.topStart = Infinity;
    return NO_EVENT;
  }

  /** The sentinel of a rung's next bucket that holds events, or -1; exhausted rungs are given up. */
  private nextBucket(level: number): number {
    const { next } = this;
    const first = this.sentinels[level] as number;
    const count = this.count[level] as number;
    let bucket = this.current[level] as number;
    while (bucket < count && next[first + bucket] === first + bucket) bucket++;
    const found = bucket < count;
    const current = found ? bucket + 1 : count;
    this.current[level] = current;
    this.frontier[level] = (this.start[level] as number) + current * (this.width[level] as number);
    // A rung goes before a finer one is made of its last bucket: depth stays small.
    if (current === count) this.depth--;
    return found ? first + bucket : -1;
  }

  /** Sorts a bucket and makes it bottom, or spreads it over a finer rung when it is crowded. */
  private take(sentinel: number, end: number, level: number): void {
    const { next } = this;
    const head = next[sentinel] as number;
    // Most buckets hold one event.
    if (next[head] === sentinel) {
      this.bottom = sentinel;
      this.bottomCount = 1;
      return;
    }
    const count = this.countUpTo(sentinel, SORTED_AT_ONCE + 1);
    const width = this.width[level] as number;
    if (count > SORTED_AT_ONCE && width > 1 && this.depth < RUNGS_LIMIT) {
      this.moveAll(sentinel, ASIDE);
      this.spread(ASIDE, end);
      return;
    }
    this.bottom = sentinel;
    this.bottomCount = count;
    // A bucket of width 1 holds one instant: it is in order as it stands.
    if (width > 1) this.sort(sentinel);
  }

  /** Insertion sort of a list; equals stay in order. */
  private sort(list: number): void {
    const { next, previous, time } = this;
    let last = next[list] as number;
    for (let slot = next[last] as number; slot !== list; slot = next[last] as number) {
      const own = time[slot] as number;
      if ((time[last] as number) <= own) {
        last = slot;
        continue;
      }
      let after = previous[last] as number;
      while (after !== list && (time[after] as number) > own) after = previous[after] as number;
      const following = next[slot] as number;
      next[last] = following;
      previous[following] = last;
      const before = next[after] as number;
      next[after] = slot;
      previous[slot] = after;
      next[slot] = before;
      previous[before] = slot;
    }
  }

  /** Spreads all of top over a first rung, or sorts it straight into bottom when it is small. */
  private spreadTop(): void {
    const count = this.countUpTo(TOP, SORTED_AT_ONCE + 1);
    if (count <= SORTED_AT_ONCE) {
      this.moveAll(TOP, BOTTOM);
      this.sort(BOTTOM);
      this.bottomCount = count;
      // While few events are pending, bottom alone holds them: see thinBottom.
      this.topStart = Infinity;
      return;
    }
    let last = -Infinity;
    for (let slot = this.next[TOP] as number; slot !== TOP; slot = this.next[slot] as number) {
      last = Math.max(last, this.time[slot] as number);
    }
    this.topStart = last + 1;
    this.spread(TOP, last + 1);
  }

  /** Bottom has grown long by insertion: spread its events over buckets, unless they are all of one time. */
  private thinBottom(): void {
    const { bottom } = this;
    this.bottomCount = this.countUpTo(bottom, BOTTOM_LIMIT + 1);
    if (this.bottomCount <= BOTTOM_LIMIT) return;
    this.bottomCount = 0;
    const firstTime = this.time[this.next[bottom] as number] as number;
    const lastTime = this.time[this.previous[bottom] as number] as number;
    if (firstTime === lastTime || this.depth === RUNGS_LIMIT) return;
    if (this.depth === 0 && this.topStart === Infinity) this.topStart = lastTime + 1;
    this.moveAll(bottom, ASIDE);
    this.bottom = BOTTOM;
    this.spread(ASIDE, this.ladderStart());
  }

  /** The instant from which on events belong to the ladder or to top rather than to bottom. */
  private ladderStart(): number {
    return this.depth === 0 ? this.topStart : (this.frontier[this.depth - 1] as number);
  }

  /** Makes a list's events, all before `end`, the ladder's finest rung. */
  private spread(list: number, end: number): void {
    let start = Infinity;
    let count = 0;
    for (let slot = this.next[list] as number; slot !== list; slot = this.next[slot] as number) {
      start = Math.min(start, this.time[slot] as number);
      count++;
    }
    let width = 1;
    while (width * count < end - start) width *= 2;
    const level = this.depth;
    this.addRung(start, width, Math.ceil((end - start) / width));
    // Growing may have replaced the arrays: they are fetched only now.
    const { next } = this;
    for (let slot = next[list] as number; slot !== list; ) {
      const following = next[slot] as number;
      this.append(this.bucketOf(level, slot), slot);
      slot = following;
    }
    this.empty(list);
  }

  private addRung(start: number, width: number, count: number): void {
    const level = this.depth++;
    const room = this.capacity[level] as number;
    if (room < count) {
      for (let index = 0; index < room; index++) {
        this.giveBack((this.sentinels[level] as number) + index);
      }
      let capacity = 64;
      while (capacity < count) capacity *= 2;
      this.capacity[level] = capacity;
      this.sentinels[level] = this.allocate(capacity);
    }
    const first = this.sentinels[level] as number;
    for (let index = 0; index < count; index++) this.empty(first + index);
    this.start[level] = start;
    this.width[level] = width;
    this.inverse[level] = 1 / width;
    this.count[level] = count;
    this.current[level] = 0;
    this.frontier[level] = start;
  }
}
