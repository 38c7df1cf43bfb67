/**
 * The memory of the calendar: events as slots in typed arrays, linked into lists. A list is a ring through
 * a sentinel slot, so that every operation is the same few writes wherever in the list a slot stands.
 */
import { broken } from './invariant.js';

/** What runs when an event is due; the argument spares a closure per event. */
export type EventHandler<A = never> = (argument: A) => void;

/** More slots than a run could ever need: beyond, something grows without bound. */
const SLOTS_LIMIT = 268_435_456;

export class EventLists {
  protected time = new Float64Array(256);
  protected next = new Int32Array(256);
  protected previous = new Int32Array(256);
  protected readonly handler: EventHandler[] = new Array(256).fill(nothing);
  protected readonly argument: unknown[] = new Array(256).fill(undefined);
  private free = -1;
  private used = 0;
  private reserved = 0;

  /** Slots that hold an event. */
  get size(): number {
    return this.reserved;
  }

  /** A slot for an event. */
  protected reserve<A>(handler: EventHandler<A>, argument: A): number {
    // To engines a result of `| 0` is an integer for good, whatever way it came.
    const slot = this.spare() | 0;
    this.handler[slot] = handler as EventHandler;
    this.argument[slot] = argument;
    this.reserved++;
    return slot;
  }

  private spare(): number {
    const slot = this.free;
    if (slot < 0) return this.allocate(1);
    this.free = this.next[slot] as number;
    return slot;
  }

  protected release(slot: number): void {
    this.giveBack(slot);
    this.reserved--;
  }

  /** Reserves fresh neighbouring slots. */
  protected allocate(count: number): number {
    const first = this.used;
    this.used += count;
    while (this.used > this.time.length) this.grow();
    return first;
  }

  protected giveBack(slot: number): void {
    this.next[slot] = this.free;
    this.free = slot;
  }

  protected empty(sentinel: number): void {
    this.next[sentinel] = sentinel;
    this.previous[sentinel] = sentinel;
  }

  protected append(sentinel: number, slot: number): void {
    const { next, previous } = this;
    const last = previous[sentinel] as number;
    next[last] = slot;
    previous[slot] = last;
    next[slot] = sentinel;
    previous[sentinel] = slot;
  }

  protected unlink(slot: number): void {
    const { next, previous } = this;
    const before = previous[slot] as number;
    const after = next[slot] as number;
    next[before] = after;
    previous[after] = before;
  }

  /** Moves a whole list behind another's last element. */
  protected moveAll(from: number, to: number): void {
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
  protected countUpTo(list: number, limit: number): number {
    let count = 0;
    for (let slot = this.next[list] as number; slot !== list; slot = this.next[slot] as number) {
      if (++count === limit) break;
    }
    return count;
  }

  private grow(): void {
    const capacity = this.time.length * 2;
    if (capacity > SLOTS_LIMIT) broken('the event calendar holds more than 134 million events');
    this.time = enlarged(new Float64Array(capacity), this.time);
    this.next = enlarged(new Int32Array(capacity), this.next);
    this.previous = enlarged(new Int32Array(capacity), this.previous);
    for (let index = this.handler.length; index < capacity; index++) {
      this.handler.push(nothing);
      this.argument.push(undefined);
    }
  }
}

function nothing(): void {}

function enlarged<T extends Float64Array | Int32Array>(larger: T, smaller: T): T {
  larger.set(smaller);
  return larger;
}
