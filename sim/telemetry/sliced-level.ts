/** A level, and its mean over each slice of the timeline. */
import type { Duration, Instant } from '../kernel/time.js';
import { Level } from '../primitives/level.js';

export class SlicedLevel extends Level {
  /** By slice. */
  readonly means: number[];
  /** What it had come to when the latest slice ended. */
  private before = 0;

  /** @param slices so many went by before anything was known of it. */
  constructor(slices = 0) {
    super();
    this.means = new Array<number>(slices).fill(0);
  }

  /** A slice of the timeline ends. */
  slice(length: Duration, now: Instant): void {
    const total = this.upTo(now);
    this.means.push((total - this.before) / length);
    this.before = total;
  }

  override restart(now: Instant): void {
    super.restart(now);
    this.before = 0;
  }
}
