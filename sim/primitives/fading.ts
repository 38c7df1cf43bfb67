/** Things by number that are of no use any more after a time: no more are kept than twice those of use, and a few. */
import type { Instant } from '../kernel/time.js';

/** So many are kept before any are looked over. */
const LEAST = 1024;

export class Fading<T> {
  private readonly things = new Map<number, T>();
  /** How many there may be before all are looked over. */
  private most = LEAST;

  /** @param isOver whether nobody could tell any more that a thing had been there. */
  constructor(private readonly isOver: (thing: T, now: Instant) => boolean) {}

  get(key: number): T | undefined {
    return this.things.get(key);
  }

  set(key: number, thing: T, now: Instant): void {
    // Before, not after: what is new may look as if it were over.
    if (this.things.size >= this.most) this.sweep(now);
    this.things.set(key, thing);
  }

  get size(): number {
    return this.things.size;
  }

  private sweep(now: Instant): void {
    for (const [key, thing] of this.things) if (this.isOver(thing, now)) this.things.delete(key);
    this.most = Math.max(LEAST, 2 * this.things.size);
  }
}
