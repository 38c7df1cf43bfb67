/** Entries of a cache: when each answer goes stale, the least recently used out first. */
import type { Instant } from '../kernel/time.js';

/** An entry between those that were used before and after it. */
class Entry {
  key = 0;
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
  private readonly byKey = new Map<number, Entry>();
  /** Closes the ring: the entry after it is the oldest, that before it the newest. */
  private readonly ends = new Entry();

  constructor(private readonly room: number) {}

  /** When the answer goes stale, or went; undefined when there is none. */
  get(key: number): Instant | undefined {
    return this.byKey.get(key)?.until;
  }

  /** Stores an answer, or makes it the most recently used. */
  put(key: number, until: Instant): void {
    let entry = this.byKey.get(key);
    if (entry === undefined) {
      entry = this.byKey.size < this.room ? new Entry() : this.vacated();
      this.byKey.set(key, entry);
      entry.key = key;
    } else entry.leave();
    entry.until = until;
    entry.follow(this.ends.older);
  }

  /** The entry that was not used for longest, taken out. */
  private vacated(): Entry {
    const { newer: oldest } = this.ends;
    oldest.leave();
    this.byKey.delete(oldest.key);
    return oldest;
  }
}
