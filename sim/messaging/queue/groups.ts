/** Messages of a queue with groups: those with the same key wait for each other, the others pass them. */
import { Deque } from '../../primitives/deque.js';
import type { Message } from '../message.js';
import type { Waiting } from './ready.js';

export class Groups implements Waiting {
  private readonly groups = new Map<number, Deque<Message>>();
  /** Keys that have messages and that nobody has in hand, in the order in which they became so. */
  private readonly open = new Deque<number>();
  private readonly locked = new Set<number>();
  /** Those that wait, in order of arrival; some that no longer wait may still be there. */
  private readonly arrivals = new Deque<Message>();
  private readonly waiting = new Set<Message>();

  get length(): number {
    return this.open.length;
  }

  get head(): Message | undefined {
    for (let first = this.arrivals.at(0); first !== undefined; first = this.arrivals.at(0)) {
      if (this.waiting.has(first)) return first;
      this.arrivals.shift();
    }
    return undefined;
  }

  /** What comes back is the first of its group again. */
  add(message: Message): void {
    const { key } = message;
    let group = this.groups.get(key);
    if (group === undefined) {
      group = new Deque();
      this.groups.set(key, group);
    }
    this.waiting.add(message);
    const isBack = (group.at(0)?.serial ?? -1) > message.serial;
    if (isBack) group.unshift(message);
    else group.push(message);
    if (message.deliveries > 0) this.arrivals.unshift(message);
    else this.arrivals.push(message);
    if (group.length === 1 && !this.locked.has(key)) this.open.push(key);
  }

  take(): Message | undefined {
    const key = this.open.shift();
    if (key === undefined) return undefined;
    const message = this.groups.get(key)?.shift() as Message;
    this.locked.add(key);
    this.waiting.delete(message);
    return message;
  }

  release({ key }: Message): void {
    this.locked.delete(key);
    const group = this.groups.get(key);
    if (group === undefined) return;
    if (group.length > 0) this.open.push(key);
    else this.groups.delete(key);
  }

  remove(message: Message): boolean {
    if (!this.waiting.delete(message)) return false;
    const { key } = message;
    const group = this.groups.get(key) as Deque<Message>;
    for (let index = 0; index < group.length; index++) {
      if (group.at(index) === message) group.removeAt(index);
    }
    if (group.length === 0) this.close(key);
    return true;
  }

  private close(key: number): void {
    for (let index = 0; index < this.open.length; index++) {
      if (this.open.at(index) === key) this.open.removeAt(index);
    }
    if (!this.locked.has(key)) this.groups.delete(key);
  }
}
