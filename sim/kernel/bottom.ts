/** The bottom of the calendar: the next events in order, as a queue in arrays that others can push into. */

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

  /** Inserts an event behind all of its time and before; the instant is that of the slot. */
  insert(slot: number, instants: Float64Array): void {
    if (this.end === this.slots.length) this.makeRoom();
    const { times, slots, head } = this;
    const own = instants[slot >> 1] as number;
    let place = this.end++;
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

  /** Moves everything to the front, of larger arrays where it fills more than half of these. */
  private makeRoom(): void {
    const { head, end, size } = this;
    if (size * 2 > this.slots.length) {
      const [times, slots] = [this.times, this.slots];
      this.times = new Float64Array(slots.length * 2);
      this.slots = new Int32Array(slots.length * 2);
      this.times.set(times.subarray(head, end));
      this.slots.set(slots.subarray(head, end));
    } else {
      this.times.copyWithin(0, head, end);
      this.slots.copyWithin(0, head, end);
    }
    this.before += head;
    this.head = 0;
    this.end = size;
  }
}
