/** Fetches: what a poll brings of the partitions that a member reads. */
import type { RequestPool } from '../../primitives/request.js';
import type { Cursor, Fetched, Member } from './member.js';
import type { Retention } from './retention.js';

export class Fetcher {
  /** @param most records that a poll brings at most. */
  constructor(
    private readonly cursors: readonly Cursor[],
    private readonly retention: Retention,
    private readonly requests: RequestPool,
    private readonly most: number,
  ) {}

  fetch(member: Member): void {
    member.batch = [];
    member.position = 0;
    const { length } = this.cursors;
    // Each poll begins at another partition.
    const begin = member.polls++ % length;
    for (let n = 0; n < length; n++) {
      const cursor = this.cursors[(begin + n) % length] as Cursor;
      if (cursor.owner !== member || !cursor.readable || cursor.heir !== null) continue;
      this.retention.trim(cursor);
      this.fetchFrom(cursor, member.batch);
      if (member.batch.length >= this.most) return;
    }
  }

  private fetchFrom(cursor: Cursor, batch: Fetched[]): void {
    const { records, term } = cursor;
    if (cursor.outOfRange) this.retention.goOnElsewhere(cursor);
    while (batch.length < this.most) {
      const message = records.at(cursor.fetched);
      if (message === undefined) return;
      cursor.fetched++;
      batch.push({ cursor, term, message });
      this.requests.hold(message.request);
    }
  }
}
