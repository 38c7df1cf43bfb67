/** How many are present, and for how long it were so many. */
import type { Instant } from '../kernel/time.js';

/** Numbers up to this are told apart; the last one stands for all above. */
const LIMIT = 64;

/** Cells side by side: since when there are so many, what those above the limit add up to, and the times. */
const SINCE = 0;
const ABOVE = 1;
const TIMES = 2;

export class Occupancy {
  value = 0;
  private readonly cells = new Float64Array(TIMES + LIMIT + 1);

  set(value: number, now: Instant): void {
    const { cells } = this;
    const passed = now - (cells[SINCE] as number);
    const slot = TIMES + Math.min(this.value, LIMIT);
    cells[slot] = (cells[slot] as number) + passed;
    if (this.value > LIMIT) cells[ABOVE] = (cells[ABOVE] as number) + (this.value - LIMIT) * passed;
    cells[SINCE] = now;
    this.value = value;
  }

  /** Time by number present. */
  get times(): Float64Array {
    return this.cells.subarray(TIMES);
  }

  /** Number present times nanoseconds, up to when it was last set. */
  get integral(): number {
    return this.times.reduce(
      (sum, time, number) => sum + number * time,
      this.cells[ABOVE] as number,
    );
  }

  /** Begins anew; the value stays. */
  restart(now: Instant): void {
    this.cells.fill(0);
    this.cells[SINCE] = now;
  }
}
