/** The messages of a queue that wait for a consumer, and which of them is next. */
import { Deque } from '../../primitives/deque.js';
import type { Message } from '../message.js';

/**
 * Where a message comes back to: behind all others, ahead of them, where it was before, or behind those that came back
 * earlier and ahead of the new ones.
 */
export type ReturnPlace = 'back' | 'front' | 'original' | 'returned';

/** What waits for a consumer. */
export interface Waiting {
  /** Whether anything can be taken; in a queue without groups, how much. */
  readonly length: number;
  /** The oldest. */
  readonly head: Message | undefined;
  add(message: Message, place: ReturnPlace): void;
  /** Takes the next. */
  take(): Message | undefined;
  /** A message that was taken is not in anybody's hands any more. */
  release(message: Message): void;
  /** Takes a certain message out; whether it was there. */
  remove(message: Message): boolean;
}

/** A line. */
export class Ready implements Waiting {
  private readonly fresh = new Deque<Message>();
  private readonly returned = new Deque<Message>();

  get length(): number {
    return this.fresh.length + this.returned.length;
  }

  get head(): Message | undefined {
    return this.returned.at(0) ?? this.fresh.at(0);
  }

  add(message: Message, place: ReturnPlace): void {
    if (place === 'returned') this.returned.push(message);
    else if (place === 'original') this.insert(message);
    else if (place === 'front') this.fresh.unshift(message);
    else this.fresh.push(message);
  }

  /** Puts it ahead of all that came after it. */
  private insert(message: Message): void {
    const later: Message[] = [];
    const { fresh } = this;
    for (
      let last = fresh.at(fresh.length - 1);
      last !== undefined;
      last = fresh.at(fresh.length - 1)
    ) {
      if (last.serial < message.serial) break;
      later.push(fresh.pop() as Message);
    }
    fresh.push(message);
    for (const each of later.reverse()) fresh.push(each);
  }

  take(): Message | undefined {
    return this.returned.shift() ?? this.fresh.shift();
  }

  release(_message: Message): void {}

  remove(message: Message): boolean {
    for (const line of [this.returned, this.fresh]) {
      for (let index = 0; index < line.length; index++) {
        if (line.at(index) !== message) continue;
        line.removeAt(index);
        return true;
      }
    }
    return false;
  }
}
