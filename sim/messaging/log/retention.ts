/** Retention: records that are too old go, read or not, and whoever had not come so far goes on elsewhere. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Message } from '../message.js';
import type { Cursor } from './member.js';

export interface RetentionOptions {
  readonly retention: Duration;
  /** Records that are too old are looked for so often. */
  readonly retentionCheck: Duration;
  /** Where a group goes on whose place is no longer there. */
  readonly reset: 'latest' | 'earliest';
}

/** What retention needs of the group. */
export interface Retained {
  commitCursor(cursor: Cursor): void;
  /** A record is gone that nobody has read. */
  expire(message: Message): void;
}

export class Retention {
  constructor(
    private readonly simulation: Simulation,
    private readonly group: Retained,
    private readonly options: RetentionOptions,
  ) {}

  trim(cursor: Cursor): void {
    const { retention, retentionCheck } = this.options;
    const { now } = this.simulation;
    const oldest = now - (now % retentionCheck) - retention;
    const isOld = () => (cursor.records.at(0)?.publishedAt ?? Infinity) < oldest;
    if (!isOld()) return;
    this.group.commitCursor(cursor);
    while (cursor.fetched === 0 && isOld()) {
      cursor.outOfRange = true;
      this.skip(cursor);
    }
  }

  /** Where the group wanted to go on there is nothing any more. */
  goOnElsewhere(cursor: Cursor): void {
    cursor.outOfRange = false;
    if (this.options.reset === 'latest') while (cursor.records.length > 0) this.skip(cursor);
  }

  private skip(cursor: Cursor): void {
    const message = cursor.records.shift() as Message;
    cursor.offset++;
    this.group.expire(message);
  }
}
