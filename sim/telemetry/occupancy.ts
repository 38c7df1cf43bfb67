/**
 * How long so many were present, for each of many places. The places lie side by side, a row for each, so that a change
 * touches little memory.
 */
import type { Instant } from '../kernel/time.js';

/** Numbers up to this are told apart; the last one stands for all above. */
const LIMIT = 64;

/** Cells of a row: up to when it is known, what those above the limit add up to, and the times. */
const UNTIL = 0;
const ABOVE = 1;
const TIMES = 2;
const CELLS = TIMES + LIMIT + 1;

export class Occupancy {
  private readonly cells: Float64Array;

  constructor(places: number) {
    this.cells = new Float64Array(CELLS * places);
  }

  /** So many have been at a place since this was last said of it, up to now. */
  were(present: number, place: number, now: Instant): void {
    const { cells } = this;
    const row = CELLS * place;
    const passed = now - (cells[row + UNTIL] as number);
    const slot = row + TIMES + Math.min(present, LIMIT);
    cells[slot] = (cells[slot] as number) + passed;
    if (present > LIMIT) {
      cells[row + ABOVE] = (cells[row + ABOVE] as number) + (present - LIMIT) * passed;
    }
    cells[row + UNTIL] = now;
  }

  /** Time by number present. */
  times(place: number): Float64Array {
    const row = CELLS * place;
    return this.cells.subarray(row + TIMES, row + CELLS);
  }

  /** Number present times nanoseconds. */
  integral(place: number): number {
    return this.times(place).reduce(
      (sum, time, number) => sum + number * time,
      this.cells[CELLS * place + ABOVE] as number,
    );
  }

  /** Begins anew. */
  restart(now: Instant): void {
    const { cells } = this;
    cells.fill(0);
    for (let row = 0; row < cells.length; row += CELLS) cells[row + UNTIL] = now;
  }
}
