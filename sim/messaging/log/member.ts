/** Members of a group, which poll, work and commit; and cursors: how far the group has come in each partition. */
import type { Instant } from '../../kernel/time.js';
import { Deque } from '../../primitives/deque.js';
import type { Slot } from '../delivery.js';
import type { Message } from '../message.js';

/** How far a group has come in one partition. */
export class Cursor {
  /** Records from the committed offset on: what is before is never read again. */
  readonly records = new Deque<Message>();
  /** The committed offset. */
  offset = 0;
  /** How many of the records have been worked on, and how many have been fetched. */
  processed = 0;
  fetched = 0;
  /** Who reads it; null while nobody does. */
  owner: Member | null = null;
  /** Who will, once the owner has let go of it. */
  heir: Member | null = null;
  /** The partition has a leader that answers. */
  readable = true;
  /** Records have grown too old before they were read. */
  outOfRange = false;
  /** Grows with each owner: what an earlier one did is not heeded. */
  term = 0;

  constructor(readonly index: number) {}

  /** Reading begins anew at the committed offset. */
  assign(owner: Member | null): void {
    this.owner = owner;
    this.heir = null;
    this.term++;
    this.processed = 0;
    this.fetched = 0;
  }
}

/** A record in a member's hands. */
export interface Fetched {
  readonly cursor: Cursor;
  /** The cursor's term when it was fetched. */
  readonly term: number;
  readonly message: Message;
}

export class Member {
  /** What the last poll brought, and how far it has come with it. */
  batch: Fetched[] = [];
  position = 0;
  /** It waits in a poll that has brought nothing yet. */
  idle = true;
  /** An idle member's poll is about to return. */
  waking = false;
  polledAt: Instant = 0;
  committedAt: Instant = 0;
  /** Belongs to the group, as far as the coordinator knows. */
  enrolled = true;
  /** Knows that partitions are being shared out anew, and has come for its share. */
  noticed = false;
  joined = false;
  /** Grows with each life: deliveries of an earlier one are not heeded. */
  life = 0;
  polls = 0;
  deadlineSet = false;
  commitPlanned = false;
  /** The coordinator is away: as soon as it is back. */
  commitOwed = false;

  constructor(readonly slot: Slot) {}

  get index(): number {
    return this.slot.index;
  }
}
