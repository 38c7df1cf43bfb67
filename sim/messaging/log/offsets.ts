/** Offsets: how far the members of a group have come, and when they say so. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import type { Message } from '../message.js';
import type { Coordinator } from './coordinator.js';
import type { Cursor, Member } from './member.js';

export interface CommitOptions {
  /** At a poll when it is time, after a batch, after a record, or ahead of the work. */
  readonly commit: 'auto' | 'batch' | 'record' | 'before';
  readonly commitEvery: Duration;
}

export class Offsets {
  /** @param committed told of each record that will not be read again. */
  constructor(
    private readonly simulation: Simulation,
    private readonly cursors: readonly Cursor[],
    private readonly coordinator: Coordinator,
    private readonly options: CommitOptions,
    private readonly committed: (message: Message) => void,
  ) {}

  /** Commits what a member has worked on. */
  commit(member: Member): void {
    if (!this.coordinator.isThere) {
      this.commitLater(member);
      return;
    }
    member.committedAt = this.simulation.now;
    for (const cursor of this.cursors) if (cursor.owner === member) this.commitCursor(cursor);
  }

  private commitLater(member: Member): void {
    if (member.commitOwed) return;
    member.commitOwed = true;
    this.coordinator.whenThere(() => {
      member.commitOwed = false;
      // What a dead member has not committed is done again.
      if (member.slot.alive) this.commit(member);
    });
  }

  commitCursor(cursor: Cursor): void {
    for (; cursor.processed > 0; cursor.processed--) {
      const message = cursor.records.shift() as Message;
      cursor.offset++;
      cursor.fetched--;
      this.committed(message);
    }
  }

  /** A member polls. */
  polled(member: Member): void {
    const { commit, commitEvery } = this.options;
    const isTime = this.simulation.now - member.committedAt >= commitEvery;
    if (commit === 'auto' && isTime) this.commit(member);
  }

  /** Before the work: what fails now does not come again. */
  commitAhead(member: Member): void {
    if (this.options.commit !== 'before') return;
    for (const { cursor } of member.batch) cursor.processed++;
    this.commit(member);
  }

  /** A record has been worked on. */
  passed(cursor: Cursor): void {
    if (this.options.commit === 'before') return;
    cursor.processed++;
    if (this.options.commit !== 'record') return;
    if (this.coordinator.isThere) this.commitCursor(cursor);
    else this.commitLater(cursor.owner as Member);
  }

  /** All that a poll has brought has been worked on. */
  batchPassed(member: Member): void {
    if (this.options.commit === 'batch') this.commit(member);
  }

  /** A poll brings nothing: what is left to commit is committed in time all the same. */
  idle(member: Member): void {
    if (this.options.commit !== 'auto' || member.commitPlanned) return;
    if (!this.cursors.some(({ owner, processed }) => owner === member && processed > 0)) return;
    member.commitPlanned = true;
    const at = member.committedAt + this.options.commitEvery;
    this.simulation.at(at, commitIdle, { offsets: this, member });
  }
}

function commitIdle({ offsets, member }: { offsets: Offsets; member: Member }): void {
  member.commitPlanned = false;
  if (member.idle) offsets.commit(member);
}
