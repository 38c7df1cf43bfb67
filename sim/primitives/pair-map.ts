/**
 * A map from pairs of whole numbers: a hash table with open addressing and linear probing (Knuth, The Art of Computer
 * Programming vol. 3, 6.4, algorithms L and R). JavaScript's own would make a text or an object of every key, and look
 * through what was deleted now and then.
 */
import { mixed } from './mixed.js';

const LEAST = 16;

export class PairMap<T extends object | number> {
  private keys = new Float64Array(2 * LEAST);
  private values = emptied<T>(LEAST);
  /** What turns a hash into a place: the number of places, a power of two, less one. */
  private mask = LEAST - 1;
  /** Pairs that have a value. */
  size = 0;

  /** The value of a pair of whole numbers; undefined when it has none. */
  get(first: number, second: number): T | undefined {
    return this.values[this.find(first, second)];
  }

  set(first: number, second: number, value: T): void {
    const place = this.find(first, second);
    const isNew = this.values[place] === undefined;
    this.put(place, first, second, value);
    // Half of the places stay empty: then two looks are enough on average.
    if (isNew && ++this.size * 2 > this.mask) this.grow();
  }

  delete(first: number, second: number): void {
    const { keys, values, mask } = this;
    let gap = this.find(first, second);
    if (values[gap] === undefined) return;
    this.size--;
    for (let place = (gap + 1) & mask; ; place = (place + 1) & mask) {
      const value = values[place];
      if (value === undefined) break;
      const [a, b] = [keys[2 * place] as number, keys[2 * place + 1] as number];
      const home = mixed(a, b) & mask;
      // Who would not be found any more beyond the gap goes into it.
      if (((place - home) & mask) < ((place - gap) & mask)) continue;
      this.put(gap, a, b, value);
      gap = place;
    }
    values[gap] = undefined;
  }

  /** Where a pair is, or would be. */
  private find(first: number, second: number): number {
    const { keys, values, mask } = this;
    let place = mixed(first, second) & mask;
    while (values[place] !== undefined) {
      if (keys[2 * place] === first && keys[2 * place + 1] === second) break;
      place = (place + 1) & mask;
    }
    return place;
  }

  private put(place: number, first: number, second: number, value: T): void {
    this.keys[2 * place] = first;
    this.keys[2 * place + 1] = second;
    this.values[place] = value;
  }

  private grow(): void {
    const { keys, values } = this;
    const room = 2 * values.length;
    this.keys = new Float64Array(2 * room);
    this.values = emptied(room);
    this.mask = room - 1;
    for (let place = 0; place < values.length; place++) {
      const value = values[place];
      if (value === undefined) continue;
      const [first, second] = [keys[2 * place] as number, keys[2 * place + 1] as number];
      this.put(this.find(first, second), first, second, value);
    }
  }
}

function emptied<T>(room: number): (T | undefined)[] {
  return new Array<T | undefined>(room).fill(undefined);
}
