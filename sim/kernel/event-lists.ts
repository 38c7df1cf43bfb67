/**
 * The memory of the calendar: events as records in one block, linked into lists. A list is a ring through a
 * sentinel record, so that every operation is the same few writes wherever in the list an event stands.
 *
 * A record is sixteen bytes that lie together: the instant, and the two neighbours. It is named by its slot,
 * the index of its first word.
 */
import { broken } from './invariant.js';
import type { Instant } from './time.js';

/** What runs when an event is due; the argument spares a closure per event. */
export type EventHandler<A = never> = (argument: A) => void;

/** Something that has a timer of its own, which is set again and again. */
export interface Timed {
  /** The time that its timer was set to has come. */
  due(): void;
}

/** Words of a record: two of them are the instant, then come the neighbours. */
export const RECORD_BITS = 2;
export const RECORD = 1 << RECORD_BITS;
const NEXT = 2;
const PREVIOUS = 3;

/** More records than a run could ever need: beyond, something grows without bound. */
const RECORDS_LIMIT = 134_217_728;

export class EventLists {
  /** All records, word by word; and the same memory as instants, at half a slot. */
  protected links = new Int32Array(256 * RECORD);
  protected instants = new Float64Array(this.links.buffer);
  /** For each record the handler, null for a timer, and the argument, at half a slot. */
  protected readonly actions: unknown[] = new Array(512).fill(null);
  private free = -1;
  private used = 0;

  /** A record for an event. */
  protected reserve(handler: EventHandler | null, argument: unknown): number {
    // To engines a result of `| 0` is an integer for good, whatever way it came.
    const slot = this.spare() | 0;
    const action = slot >> 1;
    this.actions[action] = handler;
    this.actions[action + 1] = argument;
    return slot;
  }

  private spare(): number {
    const slot = this.free;
    if (slot < 0) return this.allocate(1);
    this.free = this.links[slot + NEXT] as number;
    return slot;
  }

  /** Reserves fresh neighbouring records; gives the first. */
  protected allocate(count: number): number {
    const first = this.used;
    this.used += count * RECORD;
    while (this.used > this.links.length) this.grow();
    return first;
  }

  protected giveBack(slot: number): void {
    this.links[slot + NEXT] = this.free;
    this.free = slot;
  }

  protected nextOf(slot: number): number {
    return this.links[slot + NEXT] as number;
  }

  protected previousOf(slot: number): number {
    return this.links[slot + PREVIOUS] as number;
  }

  /** The instant of an event, pending or just taken. */
  timeOf(slot: number): Instant {
    return this.instants[slot >> 1] as number;
  }

  protected empty(sentinel: number): void {
    const { links } = this;
    links[sentinel + NEXT] = sentinel;
    links[sentinel + PREVIOUS] = sentinel;
    // Nothing goes before it: see insertInOrder.
    this.instants[sentinel >> 1] = -Infinity;
  }

  protected append(sentinel: number, slot: number): void {
    this.insert(slot, this.links[sentinel + PREVIOUS] as number, sentinel);
  }

  /** Puts a record between two neighbours. */
  protected insert(slot: number, before: number, after: number): void {
    const { links } = this;
    links[slot + PREVIOUS] = before;
    links[slot + NEXT] = after;
    links[before + NEXT] = slot;
    links[after + PREVIOUS] = slot;
  }

  /** Puts a record behind another, or as far before it as its instant wants; gives the steps that this took. */
  protected insertInOrder(slot: number, last: number): number {
    const time = this.timeOf(slot);
    let before = last;
    let steps = 0;
    for (; this.timeOf(before) > time; steps++) before = this.previousOf(before);
    this.insert(slot, before, this.nextOf(before));
    return steps;
  }

  /** Puts a record before the first of a list that is later, as there must be one; gives the steps that this took. */
  protected insertFromFront(slot: number, list: number): number {
    const time = this.timeOf(slot);
    let after = this.nextOf(list);
    let steps = 0;
    for (; this.timeOf(after) <= time; steps++) after = this.nextOf(after);
    this.insert(slot, this.previousOf(after), after);
    return steps;
  }

  protected unlink(slot: number): void {
    const { links } = this;
    const before = links[slot + PREVIOUS] as number;
    const after = links[slot + NEXT] as number;
    links[before + NEXT] = after;
    links[after + PREVIOUS] = before;
  }

  /** Takes the first record of a list out. */
  protected shift(sentinel: number, slot: number): void {
    const { links } = this;
    const after = links[slot + NEXT] as number;
    links[sentinel + NEXT] = after;
    links[after + PREVIOUS] = sentinel;
  }

  /** Moves a whole list behind another's last element. */
  protected moveAll(from: number, to: number): void {
    const { links } = this;
    const first = links[from + NEXT] as number;
    if (first === from) return;
    const last = links[from + PREVIOUS] as number;
    const tail = links[to + PREVIOUS] as number;
    links[tail + NEXT] = first;
    links[first + PREVIOUS] = tail;
    links[last + NEXT] = to;
    links[to + PREVIOUS] = last;
    this.empty(from);
  }

  private grow(): void {
    const words = this.links.length * 2;
    if (words > RECORDS_LIMIT * RECORD) {
      broken('the event calendar holds more than 134 million events');
    }
    const links = new Int32Array(words);
    links.set(this.links);
    this.links = links;
    this.instants = new Float64Array(links.buffer);
    for (let half = this.actions.length; half < words / 2; half++) this.actions.push(null);
  }
}
