/** Keys, and until when each is remembered, in the order in which they expire: numbers in one block, for there may be as many as requests. */
import type { Instant } from '../kernel/time.js';

/** Cells of a row: the two numbers of a key, and the instant. */
const SECOND = 1;
const UNTIL = 2;
const ROW = 3;
const LEAST = 16;

export class Expiries {
  private cells = new Float64Array(ROW * LEAST);
  /** Rows that there is room for, a power of two. */
  private room = LEAST;
  private head = 0;
  private count = 0;

  /** @param until never before that of an earlier one. */
  push(first: number, second: number, until: Instant): void {
    if (this.count === this.room) this.grow();
    const row = ((this.head + this.count++) & (this.room - 1)) * ROW;
    this.cells[row] = first;
    this.cells[row + SECOND] = second;
    this.cells[row + UNTIL] = until;
  }

  /** Takes out what need not be remembered at an instant. */
  expire(now: Instant, forget: (first: number, second: number) => void): void {
    while (this.count > 0) {
      const { cells } = this;
      const row = this.head * ROW;
      if ((cells[row + UNTIL] as Instant) > now) return;
      this.head = (this.head + 1) & (this.room - 1);
      this.count--;
      forget(cells[row] as number, cells[row + SECOND] as number);
    }
  }

  private grow(): void {
    const { cells, head, room } = this;
    this.cells = new Float64Array(2 * cells.length);
    this.cells.set(cells.subarray(head * ROW));
    this.cells.set(cells.subarray(0, head * ROW), (room - head) * ROW);
    this.room = 2 * room;
    this.head = 0;
  }
}
