/** Notes: what a consumer writes down of a message together with the effects of its work, to know them when it comes again. */
import type { Duration, Instant } from '../kernel/time.js';
import type { Process } from './process.js';

interface Note {
  /** The delivery for which it took place. */
  readonly by: object;
  readonly at: Instant;
}

export class Notes {
  private readonly effects = new Map<number, Note>();

  /** @param window for how long they are kept. */
  constructor(private readonly window: Duration) {}

  /** Whether an effect takes place: not when it has, for another delivery of the message. */
  admit(effect: number, by: object, now: Instant): boolean {
    const note = this.effects.get(effect);
    if (note !== undefined && note.by !== by && now - note.at <= this.window) return false;
    this.effects.set(effect, { by, at: now });
    return true;
  }
}

/** What is noted in one process: effects elsewhere are none of its transaction. */
export interface Noted {
  readonly notes: Notes | null;
  readonly process: Process | null;
}
