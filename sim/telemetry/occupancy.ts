/**
 * How many are present at each of many places, and for how long it were so many. The places lie side by side, a row
 * for each, so that a change touches little memory.
 */
import type { Instant } from '../kernel/time.js';

/** Numbers up to this are told apart; the last one stands for all above. */
const LIMIT = 64;

/** Cells of a row: how many there are, since when, what those above the limit add up to, and the times. */
const SINCE = 1;
const ABOVE = 2;
const TIMES = 3;
const CELLS = TIMES + LIMIT + 1;

export class Occupancy {
  private readonly cells: Float64Array;

  constructor(places: number) {
    this.cells = new Float64Array(CELLS * places);
  }

  /** So many come to a place, or leave it. */
  move(place: number, by: number, now: Instant): void {
    const { cells } = this;
    const row = CELLS * place;
    const value = cells[row] as number;
    const passed = now - (cells[row + SINCE] as number);
    const slot = row + TIMES + Math.min(value, LIMIT);
    cells[slot] = (cells[slot] as number) + passed;
    if (value > LIMIT) {
      cells[row + ABOVE] = (cells[row + ABOVE] as number) + (value - LIMIT) * passed;
    }
    cells[row + SINCE] = now;
    cells[row] = value + by;
  }

  /** How many are at a place. */
  at(place: number): number {
    return this.cells[CELLS * place] as number;
  }

  /** Time by number present, up to the last move. */
  times(place: number): Float64Array {
    const row = CELLS * place;
    return this.cells.subarray(row + TIMES, row + CELLS);
  }

  /** Number present times nanoseconds, up to the last move. */
  integral(place: number): number {
    return this.times(place).reduce(
      (sum, time, number) => sum + number * time,
      this.cells[CELLS * place + ABOVE] as number,
    );
  }

  /** Begins anew; the numbers present stay. */
  restart(now: Instant): void {
    const { cells } = this;
    for (let row = 0; row < cells.length; row += CELLS) {
      cells.fill(0, row + SINCE, row + CELLS);
      cells[row + SINCE] = now;
    }
  }
}
