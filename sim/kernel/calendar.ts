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
import { invariant } from './invariant.js';
import type { Instant } from './time.js';

/** What runs when an event is due; the argument spares a closure per event. */
export type EventHandler<A = never> = (argument: A) => void;

/** Names one scheduled event until it has run or been cancelled. */
export type EventSlot = number;

/** No event. */
export const NO_EVENT: EventSlot = -1;

/** A bucket up to this size is sorted at once; a larger one becomes a finer rung. */
const SORTED_AT_ONCE = 24;
/** A bottom list longer than this is spread again: sorted insertion into it would be slow. */
const BOTTOM_LIMIT = 48;
const RUNGS_LIMIT = 12;
const BOTTOM = 0;
const TOP = 1;
/** Holds a bucket while the rung it lay in is reused for its finer one. */
const ASIDE = 2;
const FIRST_FREE = 3;

/** One level of the ladder: `count` buckets of width 2^k from `start`, the first `current` of them spent. */
interface Rung {
  start: number;
  width: number;
  inverse: number;
  count: number;
  current: number;
  /** Index of the first bucket's sentinel; the others follow. */
  sentinels: number;
  capacity: number;
}

export class Calendar {
  private time = new Float64Array(256);
  private next = new Int32Array(256);
  private previous = new Int32Array(256);
  private readonly handler: EventHandler[] = new Array(256).fill(nothing);
  private readonly argument: unknown[] = new Array(256).fill(undefined);
  private free = -1;
  private used = FIRST_FREE;

  private readonly rungs: Rung[] = [];
  private depth = 0;
  /** Events from here on go to top. */
  private topStart = Infinity;
  private bottomCount = 0;
  private scheduled = 0;

  constructor() {
    this.empty(BOTTOM);
    this.empty(TOP);
    this.empty(ASIDE);
  }

  /** How many events are pending. */
  get size(): number {
    return this.scheduled;
  }

  /** Adds an event. Times are integers; the caller sees to it that they do not lie in the past. */
  schedule<A>(time: Instant, handler: EventHandler<A>, argument: A): EventSlot {
    let slot = this.free;
    if (slot >= 0) this.free = this.next[slot] as number;
    else slot = this.allocate(1);
    this.time[slot] = time;
    this.handler[slot] = handler as EventHandler;
    this.argument[slot] = argument;
    this.scheduled++;
    this.place(slot, time);
    return slot;
  }

  /** Takes a pending event out. A slot that has run or been cancelled must not be passed. */
  cancel(slot: EventSlot): void {
    this.unlink(slot);
    this.release(slot);
  }

  /** The next event's slot, still pending; {@link NO_EVENT} when there is none. */
  first(): EventSlot {
    const slot = this.next[BOTTOM] as number;
    return slot !== BOTTOM || this.refill() ? (this.next[BOTTOM] as number) : NO_EVENT;
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

  private release(slot: number): void {
    this.argument[slot] = undefined;
    this.next[slot] = this.free;
    this.free = slot;
    this.scheduled--;
  }

  /** Puts a slot into the list that its time belongs to. */
  private place(slot: number, time: number): void {
    if (time >= this.topStart) {
      this.append(TOP, slot);
      return;
    }
    for (let level = 0; level < this.depth; level++) {
      const rung = this.rungs[level] as Rung;
      const bucket = Math.floor((time - rung.start) * rung.inverse);
      if (bucket >= rung.current) {
        this.append(rung.sentinels + bucket, slot);
        return;
      }
    }
    this.insertSorted(slot, time);
    if (++this.bottomCount > BOTTOM_LIMIT) this.thinBottom();
  }

  /** Inserts behind every event of the same time, searching from the end. */
  private insertSorted(slot: number, time: number): void {
    const { previous, next } = this;
    let after = previous[BOTTOM] as number;
    while (after !== BOTTOM && (this.time[after] as number) > time)
      after = previous[after] as number;
    const before = next[after] as number;
    previous[slot] = after;
    next[slot] = before;
    next[after] = slot;
    previous[before] = slot;
  }

  /** Fills the empty bottom from the ladder or from top; false when no event is left. */
  private refill(): boolean {
    this.bottomCount = 0;
    while (this.next[BOTTOM] === BOTTOM) {
      if (this.depth > 0) this.takeNextBucket();
      else if (this.next[TOP] === TOP) {
        this.topStart = Infinity;
        return false;
      } else this.spreadTop();
    }
    return true;
  }

  /** Moves on the finest rung by one bucket that holds events, or gives the rung up. */
  private takeNextBucket(): void {
    const rung = this.rungs[this.depth - 1] as Rung;
    const sentinel = this.nextBucket(rung);
    // Exhausted rungs go before a finer one is made of the last bucket: depth stays small.
    if (rung.current === rung.count) this.depth--;
    if (sentinel >= 0) this.take(sentinel, rung.start + rung.current * rung.width, rung.width);
  }

  /** The sentinel of the rung's next bucket that holds events, or -1; the rung moves past it. */
  private nextBucket(rung: Rung): number {
    const { next } = this;
    for (let bucket = rung.current; bucket < rung.count; bucket++) {
      const sentinel = rung.sentinels + bucket;
      if (next[sentinel] !== sentinel) {
        rung.current = bucket + 1;
        return sentinel;
      }
    }
    rung.current = rung.count;
    return -1;
  }

  /** Moves a bucket's events to bottom, or to a finer rung when they are many. */
  private take(sentinel: number, end: number, width: number): void {
    const count = this.countUpTo(sentinel, SORTED_AT_ONCE + 1);
    if (count > SORTED_AT_ONCE && width > 1 && this.depth < RUNGS_LIMIT) {
      this.moveAll(sentinel, ASIDE);
      this.spread(ASIDE, end);
    } else if (width === 1) {
      // One instant: the list is in order as it stands.
      this.bottomCount = count;
      this.moveAll(sentinel, BOTTOM);
    } else this.sortIntoBottom(sentinel);
  }

  private sortIntoBottom(sentinel: number): void {
    let slot = this.next[sentinel] as number;
    while (slot !== sentinel) {
      const following = this.next[slot] as number;
      this.insertSorted(slot, this.time[slot] as number);
      this.bottomCount++;
      slot = following;
    }
    this.empty(sentinel);
  }

  /** Spreads all of top over a first rung, or sorts it straight into bottom when it is small. */
  private spreadTop(): void {
    if (this.countUpTo(TOP, SORTED_AT_ONCE + 1) <= SORTED_AT_ONCE) {
      this.sortIntoBottom(TOP);
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
    const count = this.countUpTo(BOTTOM, BOTTOM_LIMIT + 1);
    this.bottomCount = 0;
    if (count <= BOTTOM_LIMIT) {
      this.bottomCount = count;
      return;
    }
    const firstTime = this.time[this.next[BOTTOM] as number] as number;
    const lastTime = this.time[this.previous[BOTTOM] as number] as number;
    if (firstTime === lastTime || this.depth === RUNGS_LIMIT) return;
    if (this.depth === 0 && this.topStart === Infinity) this.topStart = lastTime + 1;
    this.spread(BOTTOM, this.ladderStart());
  }

  /** The instant from which on events belong to the ladder or to top rather than to bottom. */
  private ladderStart(): number {
    if (this.depth === 0) return this.topStart;
    const rung = this.rungs[this.depth - 1] as Rung;
    return rung.start + rung.current * rung.width;
  }

  /** Makes a list's events, all before `end`, the ladder's finest rung. */
  private spread(list: number, end: number): void {
    const { next, time } = this;
    let start = Infinity;
    let count = 0;
    for (let slot = next[list] as number; slot !== list; slot = next[slot] as number) {
      start = Math.min(start, time[slot] as number);
      count++;
    }
    let width = 1;
    while (width * count < end - start) width *= 2;
    const rung = this.addRung(start, width, Math.ceil((end - start) / width));
    // Growing may have replaced the arrays.
    const links = this.next;
    let slot = links[list] as number;
    while (slot !== list) {
      const following = links[slot] as number;
      const bucket = Math.floor(((time[slot] as number) - start) * rung.inverse);
      this.append(rung.sentinels + bucket, slot);
      slot = following;
    }
    this.empty(list);
  }

  private addRung(start: number, width: number, count: number): Rung {
    let rung = this.rungs[this.depth];
    if (rung === undefined) {
      rung = { start, width, inverse: 1 / width, count, current: 0, sentinels: 0, capacity: 0 };
      this.rungs.push(rung);
    }
    if (rung.capacity < count) {
      for (let index = 0; index < rung.capacity; index++) this.giveBack(rung.sentinels + index);
      rung.capacity = Math.max(64, 2 ** Math.ceil(Math.log2(count)));
      rung.sentinels = this.allocate(rung.capacity);
    }
    for (let index = 0; index < count; index++) this.empty(rung.sentinels + index);
    rung.start = start;
    rung.width = width;
    rung.inverse = 1 / width;
    rung.count = count;
    rung.current = 0;
    this.depth++;
    return rung;
  }

  private giveBack(slot: number): void {
    this.next[slot] = this.free;
    this.free = slot;
  }

  /** Reserves fresh neighbouring indices. */
  private allocate(count: number): number {
    const first = this.used;
    this.used += count;
    while (this.used > this.time.length) this.grow();
    return first;
  }

  private grow(): void {
    const capacity = this.time.length * 2;
    invariant(capacity <= 2 ** 28, 'the event calendar holds more than 134 million events');
    this.time = enlarged(new Float64Array(capacity), this.time);
    this.next = enlarged(new Int32Array(capacity), this.next);
    this.previous = enlarged(new Int32Array(capacity), this.previous);
    for (let index = this.handler.length; index < capacity; index++) {
      this.handler.push(nothing);
      this.argument.push(undefined);
    }
  }

  private empty(sentinel: number): void {
    this.next[sentinel] = sentinel;
    this.previous[sentinel] = sentinel;
  }

  private append(sentinel: number, slot: number): void {
    const { next, previous } = this;
    const last = previous[sentinel] as number;
    next[last] = slot;
    previous[slot] = last;
    next[slot] = sentinel;
    previous[sentinel] = slot;
  }

  private unlink(slot: number): void {
    const { next, previous } = this;
    const before = previous[slot] as number;
    const after = next[slot] as number;
    next[before] = after;
    previous[after] = before;
  }

  /** Moves a whole list behind another's last element. */
  private moveAll(from: number, to: number): void {
    const { next, previous } = this;
    const first = next[from] as number;
    if (first === from) return;
    const last = previous[from] as number;
    const tail = previous[to] as number;
    next[tail] = first;
    previous[first] = tail;
    next[last] = to;
    previous[to] = last;
    this.empty(from);
  }

  /** A list's length, counted no further than `limit`. */
  private countUpTo(list: number, limit: number): number {
    let count = 0;
    for (let slot = this.next[list] as number; slot !== list; slot = this.next[slot] as number) {
      if (++count === limit) break;
    }
    return count;
  }
}

function nothing(): void {}

function enlarged<T extends Float64Array | Int32Array>(larger: T, smaller: T): T {
  larger.set(smaller);
  return larger;
}
