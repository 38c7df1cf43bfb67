/** Things that have been used and can be used again: what was given back last is taken first, it is still at hand. */

/** Something that hangs on the next one while nobody uses it. */
export interface Spare<T> {
  nextSpare: T | null;
}

export class Spares<T extends Spare<T>> {
  private first: T | null = null;

  /** Null when there is none. */
  take(): T | null {
    const { first } = this;
    if (first !== null) this.first = first.nextSpare;
    return first;
  }

  giveBack(item: T): void {
    item.nextSpare = this.first;
    this.first = item;
  }
}
