/** How a producer numbers its batches, so that the broker knows which it has and which are still to come. */
import type { Batch } from './batch.js';

export class Numbering {
  /** The producer's id and epoch. */
  private identity: object = {};
  private readonly next: number[];

  constructor(
    partitions: number,
    /** The broker keeps count. */
    private readonly idempotent: boolean,
  ) {
    this.next = new Array(partitions).fill(0);
  }

  /** Under what a new batch is numbered; null where nobody counts. */
  get producer(): object | null {
    return this.idempotent ? this.identity : null;
  }

  take(partition: number): number {
    const number = this.next[partition] as number;
    this.next[partition] = number + 1;
    return number;
  }

  /** After a gap the broker would wait for ever: a new epoch, numbered from the beginning. */
  beginAnew(): void {
    this.identity = {};
    this.next.fill(0);
  }

  /** A batch of an earlier epoch gets a number of this one. */
  renew(batch: Batch): void {
    if (batch.producer === null || batch.producer === this.identity) return;
    batch.renumber(this.identity, this.take(batch.partition));
  }
}
