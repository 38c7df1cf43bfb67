/** A standing queue: one that has not been empty for a while does not carry a burst, it carries overload. */
import type { Duration, Instant } from '../../kernel/time.js';
import type { Call } from '../call.js';
import { CallList, type Line } from '../line.js';

export class StandingQueue implements Line {
  protected readonly calls = new CallList();
  private lastEmpty: Instant = 0;

  /**
   * @param interval how long it must not have been empty.
   * @param newestFirst whether the newest is next while it stands.
   */
  constructor(
    protected readonly interval: Duration,
    private readonly newestFirst: boolean,
  ) {}

  get length(): number {
    return this.calls.length;
  }

  push(call: Call): void {
    if (this.calls.length === 0) this.lastEmpty = call.exchange.simulation.now;
    this.calls.append(call);
  }

  take(): Call | null {
    const { first, last } = this.calls;
    if (first === null || last === null) return null;
    const call = this.newestFirst && this.isStanding(first) ? last : first;
    this.remove(call);
    return call;
  }

  remove(call: Call): void {
    this.calls.remove(call);
  }

  protected isStanding({ exchange }: Call): boolean {
    return exchange.simulation.now - this.lastEmpty > this.interval;
  }
}
