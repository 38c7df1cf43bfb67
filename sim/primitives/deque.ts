/** A double-ended queue on a ring that grows: constant time at both ends, memory of the longest stretch. */
export class Deque<T> {
  private ring: (T | undefined)[] = new Array(16).fill(undefined);
  private head = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(item: T): void {
    if (this.count === this.ring.length) this.grow();
    this.ring[(this.head + this.count++) & (this.ring.length - 1)] = item;
  }

  unshift(item: T): void {
    if (this.count === this.ring.length) this.grow();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.ring[this.head] = item;
    this.count++;
  }

  shift(): T | undefined {
    if (this.count === 0) return undefined;
    const item = this.ring[this.head];
    this.ring[this.head] = undefined;
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.count--;
    return item;
  }

  pop(): T | undefined {
    if (this.count === 0) return undefined;
    const last = (this.head + --this.count) & (this.ring.length - 1);
    const item = this.ring[last];
    this.ring[last] = undefined;
    return item;
  }

  /** Takes out the item so many places behind the first; those before it move up. */
  removeAt(index: number): void {
    for (let place = index; place > 0; place--) {
      this.ring[(this.head + place) & (this.ring.length - 1)] = this.at(place - 1);
    }
    this.shift();
  }

  /** The item so many places behind the first. */
  at(index: number): T | undefined {
    return index < this.count ? this.ring[(this.head + index) & (this.ring.length - 1)] : undefined;
  }

  private grow(): void {
    const items = Array.from({ length: this.count }, (_, index) => this.at(index));
    this.ring = items.concat(new Array(this.count).fill(undefined));
    this.head = 0;
  }
}
