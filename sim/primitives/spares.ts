/** Things that have been used and can be used again: what was given back last is taken first, it is still at hand. */

/** Something that hangs on the next one while nobody uses it. */
export interface Spare<T> {
  nextSpare: T | null;
}

export class Spares<T extends Spare<T>> {
  private first: T | null = null;

  /** How many there are; they are counted one by one. */
  get length(): number {
    let length = 0;
    for (let each = this.first; each !== null; each = each.nextSpare) length++;
    return length;
  }

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
