/** Trouble: what faults do to calls while they last, several at a time. */
import type { Duration } from '../kernel/time.js';

/** Ends what a fault began. */
export type Mend = () => void;

export interface Trouble {
  /** Probability that a call fails, or a segment is lost. */
  readonly probability: number;
  /** Time that everything takes longer. */
  readonly delay: Duration;
}

/** Things that are in force for a time, each until it is taken back. */
export class InForce<T> {
  private readonly items: T[] = [];

  /** @param changed called after each change with all that is in force. */
  constructor(private readonly changed: (items: readonly T[]) => void) {}

  add(item: T): Mend {
    this.items.push(item);
    this.changed(this.items);
    let mended = false;
    return () => {
      if (mended) return;
      mended = true;
      this.items.splice(this.items.indexOf(item), 1);
      this.changed(this.items);
    };
  }
}

/** Several troubles as one: independent losses, delays one after the other. */
export function together(troubles: readonly Trouble[]): Trouble {
  let spared = 1;
  let delay = 0;
  for (const trouble of troubles) {
    spared *= 1 - trouble.probability;
    delay += trouble.delay;
  }
  return { probability: 1 - spared, delay };
}
