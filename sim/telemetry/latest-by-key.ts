/**
 * The latest instant noted of each key: a hash table with open addressing and linear probing (Knuth, The Art of
 * Computer Programming vol. 3, 6.4, algorithm L). Keys and instants lie side by side in numbers: a map would keep
 * every instant in a place of its own, and there may be as many keys as messages.
 */
import type { Instant } from '../kernel/time.js';

/** Cells of an entry: the key, and the instant. */
const ENTRY = 2;
const LEAST = 16;
const NO_KEY = -1;
/** Knuth's multiplier, 2^32 over the golden ratio. */
const GOLDEN = 0x9e3779b1;

export class LatestByKey {
  private cells = emptied(LEAST);
  private count = 0;

  /** Notes an instant of a key, an integer from 0; false when a later one has been noted. */
  note(key: number, instant: Instant): boolean {
    const { cells } = this;
    const cell = this.find(key);
    if (cells[cell] === key) {
      if (instant < (cells[cell + 1] as number)) return false;
      cells[cell + 1] = instant;
    } else this.add(key, instant, cell);
    return true;
  }

  private add(key: number, instant: Instant, cell: number): void {
    this.cells[cell] = key;
    this.cells[cell + 1] = instant;
    // Half of the entries stay empty: then two looks are enough on average.
    if (++this.count * 2 * ENTRY > this.cells.length) this.grow();
  }

  /** Where a key is, or would be. */
  private find(key: number): number {
    const { cells } = this;
    const last = cells.length - ENTRY;
    const hash = Math.imul(key, GOLDEN);
    let cell = ((hash ^ (hash >>> 15)) * ENTRY) & last;
    while (cells[cell] !== key && cells[cell] !== NO_KEY) cell = (cell + ENTRY) & last;
    return cell;
  }

  private grow(): void {
    const before = this.cells;
    this.cells = emptied((before.length / ENTRY) * 2);
    for (let cell = 0; cell < before.length; cell += ENTRY) {
      const key = before[cell] as number;
      if (key === NO_KEY) continue;
      const place = this.find(key);
      this.cells[place] = key;
      this.cells[place + 1] = before[cell + 1] as number;
    }
  }
}

function emptied(entries: number): Float64Array {
  return new Float64Array(ENTRY * entries).fill(NO_KEY);
}
