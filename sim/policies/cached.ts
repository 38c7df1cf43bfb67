/** Entries of a cache: when each answer goes stale, the least recently used out first. */
import type { Instant } from '../kernel/time.js';

export class Entries {
  /** A Map keeps its keys in the order of insertion: oldest first. */
  private readonly until = new Map<number, Instant>();

  constructor(private readonly room: number) {}

  /** When the answer goes stale, or went; undefined when there is none. */
  get(key: number): Instant | undefined {
    return this.until.get(key);
  }

  /** Stores an answer, or makes it the most recently used. */
  put(key: number, until: Instant): void {
    this.until.delete(key);
    this.until.set(key, until);
    if (this.until.size <= this.room) return;
    const [oldest] = this.until.keys();
    this.until.delete(oldest as number);
  }
}
