/**
 * Instants by pairs of integers: a hash table with open addressing and linear probing (Knuth, The Art of Computer
 * Programming vol. 3, 6.4, algorithm L). All lies in one block of numbers: a map would keep every instant, and every
 * name made of two numbers, in a place of its own, and there may be as many as messages.
 */
import type { Instant } from '../kernel/time.js';
import { mixed } from './mixed.js';

/** Cells of an entry: the pair, and the instant. */
const SECOND = 1;
const INSTANT = 2;
const ENTRY = 3;
const LEAST = 16;
/** What there is where nothing has been set. */
const NEVER = -Infinity;

export class Instants {
  private cells = emptied(LEAST);
  /** Entries that there is room for, a power of two. */
  private room = LEAST;
  /** Pairs that have an instant. */
  size = 0;

  /** The instant of a pair of integers of 32 bits; minus infinity when it has none. */
  get(first: number, second: number): Instant {
    return this.cells[this.find(first, second) + INSTANT] as Instant;
  }

  set(first: number, second: number, instant: Instant): void {
    const { cells } = this;
    const cell = this.find(first, second);
    const isNew = cells[cell + INSTANT] === NEVER;
    cells[cell] = first;
    cells[cell + SECOND] = second;
    cells[cell + INSTANT] = instant;
    // Half of the room stays empty: then two looks are enough on average.
    if (isNew && ++this.size * 2 > this.room) this.rebuild(2 * this.room, NEVER);
  }

  /** Forgets all instants up to one. */
  forget(until: Instant): void {
    this.rebuild(this.room, until);
  }

  /** Where a pair is, or would be. */
  private find(first: number, second: number): number {
    const { cells, room } = this;
    let place = mixed(first, second) & (room - 1);
    let cell = place * ENTRY;
    while (cells[cell + INSTANT] !== NEVER) {
      if (cells[cell] === first && cells[cell + SECOND] === second) break;
      place = (place + 1) & (room - 1);
      cell = place * ENTRY;
    }
    return cell;
  }

  /** Makes the table anew, with those that are later than an instant. */
  private rebuild(room: number, after: Instant): void {
    const before = this.cells;
    this.cells = emptied(room);
    this.room = room;
    this.size = 0;
    for (let cell = 0; cell < before.length; cell += ENTRY) {
      const instant = before[cell + INSTANT] as Instant;
      if (instant <= after) continue;
      this.set(before[cell] as number, before[cell + SECOND] as number, instant);
    }
  }
}

function emptied(room: number): Float64Array {
  return new Float64Array(ENTRY * room).fill(NEVER);
}
