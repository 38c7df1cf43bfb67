/** Whose turn it is: which consumer with a free hand gets the next message of a queue. */
import type { Slot } from '../delivery.js';

/** In a circle, or who has had a free hand for longest. */
export type TurnRule = 'circle' | 'longest-free';

export class Turns {
  private next = 0;
  private count = 0;
  /** By slot: the count at which it last got a message or a free hand. */
  private readonly waitingSince: number[];

  /** @param hands messages that one consumer may have in hand. */
  constructor(
    private readonly slots: readonly Slot[],
    private readonly rule: TurnRule,
    private readonly hands: number,
  ) {
    this.waitingSince = slots.map(() => this.count++);
  }

  /** The consumer that gets a message now; null when nobody has a free hand. */
  take(): Slot | null {
    const slot = this.rule === 'circle' ? this.inCircle() : this.longestFree();
    if (slot !== null) this.waitingSince[slot.index] = this.count++;
    return slot;
  }

  /** Whether anybody has a free hand. */
  get any(): boolean {
    return this.slots.some((slot) => this.isFree(slot));
  }

  /** A consumer is done with a message, or back. */
  freed({ index, inFlight }: Slot): void {
    if (inFlight === 0 || inFlight === this.hands - 1) this.waitingSince[index] = this.count++;
  }

  private inCircle(): Slot | null {
    for (let n = 0; n < this.slots.length; n++) {
      const slot = this.slots[(this.next + n) % this.slots.length] as Slot;
      if (!this.isFree(slot)) continue;
      this.next = (slot.index + 1) % this.slots.length;
      return slot;
    }
    return null;
  }

  private longestFree(): Slot | null {
    let best: Slot | null = null;
    for (const slot of this.slots) {
      if (!this.isFree(slot)) continue;
      if (best === null || this.since(slot) < this.since(best)) best = slot;
    }
    return best;
  }

  private since({ index }: Slot): number {
    return this.waitingSince[index] as number;
  }

  private isFree({ reachable, inFlight }: Slot): boolean {
    return reachable && inFlight < this.hands;
  }
}
