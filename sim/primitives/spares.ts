/** Things that have been used and can be used again: what was given back last is taken first, it is still at hand. */
export class Spares<T> {
  /** The first so many of these; the others are in use, and are not forgotten: forgetting costs as much as keeping. */
  private readonly items: T[] = [];
  private count = 0;

  /** Null when there is none. */
  take(): T | null {
    return this.count > 0 ? (this.items[--this.count] as T) : null;
  }

  giveBack(item: T): void {
    this.items[this.count++] = item;
  }
}
