/**
 * The event calendar: what happens when, ordered by (time, order of scheduling).
 *
 * A ladder queue (Tang, Goh and Thng, ACM TOMACS 15(3), 2005) on typed arrays. Far events lie unsorted
 * in `top`; those of the near future are spread over a rung of buckets, a crowded bucket over a finer
 * rung, and a small one is sorted and becomes `bottom`, from which events are taken. How wide the first
 * rung's buckets are follows from the pace at which events were taken of late, so that most hold a handful.
 * All lists are doubly linked, so that cancelling is one unlink. Amortised O(1) for all three.
 *
 * Order among equal instants needs no sequence number: every list is appended at its tail, every move
 * keeps the order, and `bottom` inserts behind its equals. Bucket widths are powers of two, so that the
 * bucket of an integer time is computed without rounding.
 */
import { type EventHandler, EventLists, RECORD, type Timed } from './event-lists.js';
import { Rung } from './rung.js';
import type { Duration, Instant } from './time.js';

/** Names one scheduled event until it has run or been cancelled; or a timer, for good. */
export type EventSlot = number;

/** No event. */
export const NO_EVENT: EventSlot = -1;

/** Steps that putting events in their places may take before they are spread over finer buckets. */
const STEPS = 24;
/** So few events in top are not worth buckets. */
const FEW = 12;
/** Events that a bucket of the first rung is meant for. */
const SHARE = 4;
/** The fewest buckets that top is spread over: what lies beyond them is looked through again later. */
const BUCKETS_MIN = 64;

const TOP = 0;
/** Holds a list while the rung it lay in is reused for its finer one. */
const ASIDE = RECORD;
/** Holds the next events while there are no buckets. */
const NEAR = 2 * RECORD;

export class Calendar extends EventLists {
  /** The finest rung in use; null when there is none. */
  private finest: Rung | null = null;
  private readonly coarsest = new Rung(null);
  /** Events from here on go to top. */
  private topStart = Infinity;
  /** When top was spread last, and how many events had been taken then. */
  private spreadAt: Instant = 0;
  private takenThen = 0;
  /** The list that holds the next events, in order: a bucket that has been sorted, or `NEAR`. */
  private bottom = NEAR;
  /** Events removed so far. */
  taken = 0;
  private readonly extent = { start: Infinity, last: -Infinity, count: 0 };

  constructor() {
    super();
    this.allocate(3);
    this.empty(TOP);
    this.empty(ASIDE);
    this.empty(NEAR);
  }

  /** Adds an event so long after an instant, in integers; a sum that is not passed on needs no memory. */
  schedule<A>(
    clock: { readonly now: Instant },
    delay: Duration,
    handler: EventHandler<A>,
    argument: A,
  ): EventSlot {
    const slot = this.reserve(handler as EventHandler, argument);
    this.set(slot, clock, delay);
    return slot;
  }

  /** Takes a pending event out. A slot that has run or been cancelled must not be passed. */
  cancel(slot: EventSlot): void {
    this.unset(slot);
    this.giveBack(slot);
  }

  /** Makes a timer, which does nothing until it is set. */
  timer(owner: Timed): EventSlot {
    return this.reserve(null, owner);
  }

  /** Sets a timer that is not set to so long after an instant. */
  set(timer: EventSlot, clock: { readonly now: Instant }, delay: Duration): void {
    this.instants[timer >> 1] = clock.now + delay;
    this.place(timer);
  }

  /** Takes back what a timer was set to. It must be set. */
  unset(timer: EventSlot): void {
    this.unlink(timer);
  }

  /** The next event's slot, still pending; {@link NO_EVENT} when there is none. */
  first(): EventSlot {
    const { bottom } = this;
    const slot = this.nextOf(bottom);
    if (slot !== bottom) return slot;
    return this.refill() ? this.nextOf(this.bottom) : NO_EVENT;
  }

  /** Null for a timer. */
  handlerOf(slot: EventSlot): EventHandler<unknown> | null {
    return this.actions[slot >> 1] as EventHandler<unknown> | null;
  }

  /** What the handler is given; a timer's owner. */
  argumentOf(slot: EventSlot): unknown {
    return this.actions[(slot >> 1) + 1];
  }

  /** Takes the first event out, as {@link first} gave it: its slot names nothing any more, unless it is a timer. */
  remove(slot: EventSlot, isTimer: boolean): void {
    this.taken++;
    this.shift(this.bottom, slot);
    if (!isTimer) this.giveBack(slot);
  }

  /** Puts a slot into the list that its time belongs to. */
  private place(slot: number): void {
    const time = this.timeOf(slot);
    if (time >= this.topStart) {
      this.append(TOP, slot);
      return;
    }
    let rung = this.finest;
    if (rung === null || time < rung.frontier) {
      this.placeInBottom(slot, time);
      return;
    }
    while (time >= rung.end) rung = rung.coarser as Rung;
    this.append(rung.bucketOf(time), slot);
  }

  /** What is later than all goes to the end, as timeouts do; the rest is put in its place from the front, past none of those. */
  private placeInBottom(slot: number, time: Instant): void {
    const { bottom } = this;
    if (time >= this.timeOf(this.previousOf(bottom))) this.append(bottom, slot);
    else if (this.insertFromFront(slot, bottom) > STEPS) this.thinBottom();
  }

  /** Makes the next events bottom, from the ladder or from top; false when there are none. */
  private refill(): boolean {
    this.bottom = NEAR;
    while (this.nextOf(this.bottom) === this.bottom) {
      if (this.finest !== null) this.takeBucket(this.finest);
      else if (this.nextOf(TOP) !== TOP) this.spreadTop();
      else {
        this.topStart = Infinity;
        return false;
      }
    }
    return true;
  }

  /** Goes on to a rung's next bucket that holds events; an exhausted rung is given up. */
  private takeBucket(rung: Rung): void {
    const { beyond } = rung;
    let sentinel = rung.next;
    while (sentinel < beyond && this.nextOf(sentinel) === sentinel) sentinel += RECORD;
    rung.spend(sentinel);
    // A rung goes before a finer one is made of its last bucket: depth stays small.
    if (rung.next >= beyond) this.finest = rung.coarser;
    if (sentinel < beyond) this.take(sentinel, Math.min(rung.frontier, rung.end));
  }

  /** Sorts a bucket and makes it bottom, or spreads it over a finer rung when that takes too long. */
  private take(list: number, end: number): void {
    if (this.sort(list, STEPS)) this.bottom = list;
    else {
      this.moveAll(list, ASIDE);
      this.spread(ASIDE, end);
    }
  }

  /** Puts a list in order, or gives up after so many steps; events of one instant stay as they stand. */
  private sort(list: number, most: number): boolean {
    let last = this.nextOf(list);
    for (let steps = 0, slot = this.nextOf(last); slot !== list; slot = this.nextOf(last)) {
      if (this.timeOf(slot) >= this.timeOf(last)) last = slot;
      else {
        this.unlink(slot);
        steps += this.insertInOrder(slot, this.previousOf(last));
        if (steps > most) return false;
      }
    }
    return true;
  }

  /** Spreads the near part of top over a first rung, or sorts it straight into bottom when it is small. */
  private spreadTop(): void {
    const { start, last, count } = this.extentOf(TOP);
    if (count <= FEW || start === last) {
      // While few events are pending, bottom alone holds them: see thinBottom.
      this.topStart = count <= FEW ? Infinity : last + 1;
      this.moveAll(TOP, NEAR);
      // So few never take more steps, and those of one time take none.
      this.sort(NEAR, FEW * FEW);
      return;
    }
    const end = last + 1;
    const width = powerAbove(SHARE * this.gap(start, (end - start) / count));
    const room = powerAbove(Math.max(BUCKETS_MIN, count));
    const buckets = Math.min(Math.ceil((end - start) / width), room);
    this.topStart = start + buckets * width;
    this.fill(this.addRung(start, this.topStart, width, buckets), TOP);
  }

  /** The mean time from one event to the next since this was last asked; a guess when none was taken. */
  private gap(now: Instant, guess: Duration): Duration {
    const passed = now - this.spreadAt;
    const taken = this.taken - this.takenThen;
    this.spreadAt = now;
    this.takenThen = this.taken;
    return taken > 0 ? passed / taken : guess;
  }

  /** Bottom has grown long: spreads its events over buckets. */
  private thinBottom(): void {
    const { bottom } = this;
    if (this.finest === null && this.topStart === Infinity) {
      this.topStart = this.timeOf(this.previousOf(bottom)) + 1;
    }
    const end = this.finest === null ? this.topStart : this.finest.frontier;
    this.moveAll(bottom, ASIDE);
    this.bottom = NEAR;
    this.spread(ASIDE, end);
  }

  /** The first and the last instant in a list, and how many events there are; always the same object. */
  private extentOf(list: number): { start: Instant; last: Instant; count: number } {
    const { extent } = this;
    extent.start = Infinity;
    extent.last = -Infinity;
    extent.count = 0;
    for (let slot = this.nextOf(list); slot !== list; slot = this.nextOf(slot)) {
      const time = this.timeOf(slot);
      if (time < extent.start) extent.start = time;
      if (time > extent.last) extent.last = time;
      extent.count++;
    }
    return extent;
  }

  /** Makes a list's events, all before `end` and not all of one time, the ladder's finest rung. */
  private spread(list: number, end: number): void {
    const { start, count } = this.extentOf(list);
    const width = powerAbove((end - start) / count);
    this.fill(this.addRung(start, end, width, Math.ceil((end - start) / width)), list);
  }

  /** Moves a list's events before a rung's end into its buckets. */
  private fill(rung: Rung, list: number): void {
    let slot = this.nextOf(list);
    this.empty(list);
    while (slot !== list) {
      const following = this.nextOf(slot);
      const time = this.timeOf(slot);
      this.append(time < rung.end ? rung.bucketOf(time) : list, slot);
      slot = following;
    }
  }

  /** Adds a rung of empty buckets. */
  private addRung(start: number, end: number, width: number, buckets: number): Rung {
    const rung = this.finest === null ? this.coarsest : this.finest.divided();
    if (rung.capacity < buckets) this.enlarge(rung, powerAbove(Math.max(BUCKETS_MIN, buckets)));
    rung.lay(start, end, width, buckets);
    for (let sentinel = rung.first; sentinel < rung.beyond; sentinel += RECORD)
      this.empty(sentinel);
    this.finest = rung;
    return rung;
  }

  /** Gives a rung room for more buckets. */
  private enlarge(rung: Rung, capacity: number): void {
    for (let index = 0; index < rung.capacity; index++) this.giveBack(rung.first + index * RECORD);
    rung.capacity = capacity;
    rung.first = this.allocate(capacity);
  }
}

/** The smallest power of two that is no less. */
function powerAbove(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
