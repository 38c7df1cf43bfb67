/** A transaction: records of several partitions, and the offsets of what they were made from, that count together or not at all. */
import type { Process } from '../../primitives/process.js';

/** Who sends records in a transaction. */
export interface Flushed {
  /** Sends at once what waits for more. */
  flush(): void;
}

export class Transaction {
  state: 'open' | 'committed' | 'aborted' = 'open';
  /** Records that are not safe yet. */
  private pending = 0;
  private failed = false;
  private readonly senders = new Set<Flushed>();
  private readonly listeners: (() => void)[] = [];
  private whenSafe: ((well: boolean) => void) | null = null;

  /** @param process whose it is: what others publish is none of it. */
  constructor(readonly process: Process) {}

  get isOpen(): boolean {
    return this.state === 'open';
  }

  /** Told when it is decided. */
  onEnd(listener: () => void): void {
    this.listeners.push(listener);
  }

  sent(sender: Flushed): void {
    this.senders.add(sender);
    this.pending++;
  }

  /** A record is safe, or will never be. */
  settled(well: boolean): void {
    this.pending--;
    if (!well) this.failed = true;
    this.tellSafe();
  }

  /** Sends what still waits, and tells when all of it is safe, or that some of it is not. */
  flush(then: (well: boolean) => void): void {
    this.whenSafe = then;
    for (const sender of this.senders) sender.flush();
    this.tellSafe();
  }

  private tellSafe(): void {
    const { whenSafe } = this;
    if (this.pending > 0 || whenSafe === null) return;
    this.whenSafe = null;
    whenSafe(!this.failed);
  }

  end(state: 'committed' | 'aborted'): void {
    if (!this.isOpen) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
