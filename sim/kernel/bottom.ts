/** The bottom of the calendar: the next events in order, as a queue in arrays that others can push into. */
import { NEXT } from './event-lists.js';
import type { Instant } from './time.js';

export class Bottom {
  private times = new Float64Array(64);
  private slots = new Int32Array(64);
  /** Where the first event stands, and where the next would come behind the last. */
  private head = 0;
  private end = 0;
  /** How many had been taken out when the first event stood at the front. */
  private before = 0;

  /** How many events have been taken out in their turn. */
  get taken(): number {
    return this.before + this.head;
  }

  get size(): number {
    return this.end - this.head;
  }

  /** The first event's slot, and its instant; only while there is one. */
  get first(): number {
    return this.slots[this.head] as number;
  }

  get firstTime(): number {
    return this.times[this.head] as number;
  }

  get lastTime(): number {
    return this.times[this.end - 1] as number;
  }

  /** Takes out all that are left. */
  clear(): void {
    this.before += this.head;
    this.head = 0;
    this.end = 0;
  }

  /** Takes out the first event. */
  shift(): void {
    this.head++;
  }

  /** The slot at a place, counted from the first. */
  at(place: number): number {
    return this.slots[this.head + place] as number;
  }

  /** Takes in the events of a list, in order, unless there are more than so many; only while it holds none. */
  sort(list: number, links: Int32Array, instants: Float64Array, most: number): boolean {
    let end = 0;
    for (let slot = links[list + NEXT] as number; slot !== list; end++) {
      if (end === most) return false;
      if (end === this.slots.length) this.makeRoom(end);
      this.put(slot, instants[slot >> 1] as number, end, 0);
      slot = links[slot + NEXT] as number;
    }
    this.end = end;
    return true;
  }

  /** Inserts an event behind all of its time and before. */
  insert(slot: number, time: Instant): void {
    if (this.end === this.slots.length) this.makeRoom(this.end);
    this.put(slot, time, this.end++, this.head);
  }

  /** Moves events up from a place on, and puts another among them. */
  private put(slot: number, own: Instant, last: number, head: number): void {
    const { times, slots } = this;
    let place = last;
    while (place > head) {
      const time = times[place - 1] as number;
      if (time <= own) break;
      times[place] = time;
      slots[place] = slots[place - 1] as number;
      place--;
    }
    times[place] = own;
    slots[place] = slot;
  }

  /** Takes out an event wherever it stands; it is looked for from both ends, and the shorter part moves up. */
  remove(slot: number): void {
    const { times, slots } = this;
    let front = this.head;
    let back = this.end - 1;
    while (slots[front] !== slot && slots[back] !== slot) {
      front++;
      back--;
    }
    if (slots[back] === slot) {
      this.end--;
      for (; back < this.end; back++) {
        times[back] = times[back + 1] as number;
        slots[back] = slots[back + 1] as number;
      }
      return;
    }
    for (; front > this.head; front--) {
      times[front] = times[front - 1] as number;
      slots[front] = slots[front - 1] as number;
    }
    this.head++;
    // It has not been taken in its turn.
    this.before--;
  }

  /** Moves everything up to an end to the front, of larger arrays where it fills more than half of these. */
  private makeRoom(end: number): void {
    const { head, times, slots } = this;
    const size = end - head;
    if (size * 2 > slots.length) {
      this.times = new Float64Array(slots.length * 2);
      this.slots = new Int32Array(slots.length * 2);
    }
    this.times.set(times.subarray(head, end));
    this.slots.set(slots.subarray(head, end));
    this.before += head;
    this.head = 0;
    this.end = size;
  }
}
