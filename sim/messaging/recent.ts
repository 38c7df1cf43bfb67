/** What a broker remembers of messages that have come, to know those that come again. */
import type { Duration, Instant } from '../kernel/time.js';
import { Deque } from '../primitives/deque.js';
import type { Letter } from './message.js';

export class Recent {
  private readonly known = new Set<string>();
  private readonly order = new Deque<{ readonly name: string; readonly until: Instant }>();

  constructor(private readonly window: Duration) {}

  /** Whether no message of the same request with the same routing key came within the window. */
  isNew({ request, publishedAt }: Letter, topic: number): boolean {
    for (let first = this.order.at(0); first !== undefined; first = this.order.at(0)) {
      if (first.until > publishedAt) break;
      this.known.delete(first.name);
      this.order.shift();
    }
    const name = `${request.keyHigh}/${request.keyLow}/${topic}`;
    if (this.known.has(name)) return false;
    this.known.add(name);
    this.order.push({ name, until: publishedAt + this.window });
    return true;
  }
}
