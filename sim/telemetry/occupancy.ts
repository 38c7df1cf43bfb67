/** How many are present, and for how long it were so many. */
import type { Instant } from '../kernel/time.js';
import { Level } from '../primitives/level.js';

/** Numbers up to this are told apart; the last one stands for all above. */
const OCCUPANCY_LIMIT = 64;

export class Occupancy extends Level {
  /** Time by number present. */
  readonly times = new Float64Array(OCCUPANCY_LIMIT + 1);

  override set(value: number, now: Instant): void {
    const slot = Math.min(this.value, OCCUPANCY_LIMIT);
    this.times[slot] = (this.times[slot] as number) + now - this.since;
    super.set(value, now);
  }

  override restart(now: Instant): void {
    super.restart(now);
    this.times.fill(0);
  }
}
