/** Entries of a cache: when each answer goes stale, the least recently used out first. */
import type { Instant } from '../kernel/time.js';
import type { Call } from '../primitives/call.js';
import { PairMap } from '../primitives/pair-map.js';

/** An entry between those that were used before and after it. */
class Entry {
  key = 0;
  operation = 0;
  until: Instant = 0;
  older: Entry = this;
  newer: Entry = this;

  /** Puts it behind another. */
  follow(other: Entry): void {
    this.older = other;
    this.newer = other.newer;
    this.newer.older = this;
    other.newer = this;
  }

  leave(): void {
    this.older.newer = this.newer;
    this.newer.older = this.older;
  }
}

export class Entries {
  private readonly entries = new PairMap<Entry>();
  /** Closes the ring: the entry after it is the oldest, that before it the newest. */
  private readonly ends = new Entry();

  constructor(private readonly room: number) {}

  /** When the answer goes stale, or went; undefined when there is none. */
  get({ request, operation }: Call): Instant | undefined {
    return this.entries.get(request.key, operation)?.until;
  }

  /** Stores an answer, or makes it the most recently used. */
  put({ request: { key }, operation }: Call, until: Instant): void {
    let entry = this.entries.get(key, operation);
    if (entry === undefined) {
      entry = this.entries.size < this.room ? new Entry() : this.vacated();
      this.entries.set(key, operation, entry);
      entry.key = key;
      entry.operation = operation;
    } else entry.leave();
    entry.until = until;
    entry.follow(this.ends.older);
  }

  /** The entry that was not used for longest, taken out. */
  private vacated(): Entry {
    const { newer: oldest } = this.ends;
    oldest.leave();
    this.entries.delete(oldest.key, oldest.operation);
    return oldest;
  }
}
