/**
 * Numbers that change at instants and are integrated over time, such as the busy cores of each instance.
 * They lie side by side: in a large system a timeline asks for all of them again and again.
 */
import type { Instant } from '../kernel/time.js';

/** Cells of each: the number, since when it has been so, and what it added up to before. */
const SINCE = 1;
const INTEGRAL = 2;
const CELLS = 3;

export class Levels {
  private readonly cells: Float64Array;

  constructor(length: number) {
    this.cells = new Float64Array(CELLS * length);
  }

  at(index: number): number {
    return this.cells[CELLS * index] as number;
  }

  set(index: number, value: number, now: Instant): void {
    const { cells } = this;
    const cell = CELLS * index;
    cells[cell + INTEGRAL] = this.upTo(index, now);
    cells[cell + SINCE] = now;
    cells[cell] = value;
  }

  /** The instant at which one was last set. */
  since(index: number): Instant {
    return this.cells[CELLS * index + SINCE] as number;
  }

  /** Integral of one in units times nanoseconds, up to an instant. */
  upTo(index: number, now: Instant): number {
    const { cells } = this;
    const cell = CELLS * index;
    const passed = now - (cells[cell + SINCE] as number);
    return (cells[cell + INTEGRAL] as number) + (cells[cell] as number) * passed;
  }

  /** Begins to integrate all anew; their values stay. */
  restart(now: Instant): void {
    const { cells } = this;
    for (let cell = 0; cell < cells.length; cell += CELLS) {
      cells[cell + SINCE] = now;
      cells[cell + INTEGRAL] = 0;
    }
  }
}
