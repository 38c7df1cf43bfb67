/** Isolation: of one partition, what those may read who only want what is committed. The first open transaction holds back all that follows. */
import { Deque } from '../../primitives/deque.js';
import type { Batch } from './batch.js';

/** A batch, and the number of its first record. */
interface Held {
  readonly batch: Batch;
  readonly serial: number;
}

export class Isolation {
  private readonly held = new Deque<Held>();

  /** @param release told of each batch when it is decided, in order. */
  constructor(private readonly release: (batch: Batch, serial: number, aborted: boolean) => void) {}

  /** A batch that every replica in sync has. */
  add(batch: Batch, serial: number): void {
    this.held.push({ batch, serial });
    const { transaction } = batch.first;
    if (transaction?.isOpen) transaction.onEnd(() => this.drain());
    this.drain();
  }

  /** The last batches are gone with so many records; how many of these nobody has been given. */
  erase(records: number): number {
    let gone = 0;
    while (gone < records) {
      const last = this.held.pop();
      if (last === undefined) break;
      gone += last.batch.records.length;
      this.release(last.batch, last.serial, true);
    }
    return gone;
  }

  /** Up to the last stable offset. */
  private drain(): void {
    for (let head = this.held.at(0); head !== undefined; head = this.held.at(0)) {
      const { transaction } = head.batch.first;
      if (transaction?.isOpen) return;
      this.held.shift();
      this.release(head.batch, head.serial, transaction?.state === 'aborted');
    }
  }
}
