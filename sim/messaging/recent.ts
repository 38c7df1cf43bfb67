/** What a broker remembers of messages that have come, to know those that come again. */
import type { Duration } from '../kernel/time.js';
import { Instants } from '../primitives/instants.js';
import type { Letter } from './message.js';

/** So many are remembered before any are forgotten. */
const LEAST = 1024;

export class Recent {
  /** Until when each is remembered, by routing key: requests are known by both halves of their key. */
  private readonly known: Instants[] = [];
  /** When it is time to forget some. */
  private most = LEAST;

  constructor(private readonly window: Duration) {}

  /** Whether no message of the same request with the same routing key came within the window. */
  isNew({ request, publishedAt }: Letter, topic: number): boolean {
    this.known[topic] ??= new Instants();
    const known = this.known[topic] as Instants;
    const { keyHigh, keyLow } = request;
    if (known.get(keyHigh, keyLow) > publishedAt) return false;
    known.set(keyHigh, keyLow, publishedAt + this.window);
    if (known.size > this.most) {
      known.forget(publishedAt);
      this.most = Math.max(LEAST, 2 * known.size);
    }
    return true;
  }
}
