/**
 * Retry topics: what has failed goes on to a topic of its own and is tried again from there after a while, so that what
 * came after it need not wait. The order within a key is given up.
 */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration } from '../../kernel/time.js';
import { Deque } from '../../primitives/deque.js';
import type { Ending } from '../delivery.js';
import type { Message } from '../message.js';
import type { Member } from './member.js';

/** What retry topics need of their group. */
export interface Retried {
  /** Who reads a partition; the same member reads that partition of each retry topic. */
  ownerOf(partition: number): Member | null;
  readonly isDown: boolean;
  deliverAgain(member: Member, message: Message): void;
  /** Tried for the last time, in vain. */
  giveUp(message: Message): void;
  complete(message: Message): void;
}

/** One partition of one retry topic: read in order, one record at a time. */
class Lane {
  readonly waiting = new Deque<Message>();
  /** In somebody's hands. */
  current: Message | null = null;

  constructor(readonly partition: number) {}
}

export class Retries {
  /** Records wait that nobody could take. */
  private stuck = false;
  private readonly topics: readonly (readonly Lane[])[];

  /** @param delays the wait in each topic, before a record is tried again. */
  constructor(
    private readonly simulation: Simulation,
    private readonly group: Retried,
    private readonly delays: readonly Duration[],
    partitions: number,
  ) {
    this.topics = delays.map(() => Array.from({ length: partitions }, (_, each) => new Lane(each)));
  }

  /** A record has failed: it moves to the next topic, or is given up after the last. */
  failed(message: Message): void {
    const delay = this.delays[message.retries];
    if (delay === undefined) {
      this.group.giveUp(message);
      return;
    }
    message.retries++;
    this.simulation.after(delay, due, { retries: this, message });
  }

  due(message: Message): void {
    const lane = this.laneOf(message);
    lane.waiting.push(message);
    this.work(lane);
  }

  /** A record that was delivered from a retry topic is out of its member's hands. */
  ended(message: Message, ending: Ending): void {
    const lane = this.laneOf(message);
    lane.current = null;
    if (ending === 'done') this.group.complete(message);
    else if (ending === 'failed') this.failed(message);
    // Not committed: whoever reads the partition next begins with it.
    else lane.waiting.unshift(message);
    this.work(lane);
  }

  /** Goes on after a rebalance, or when the broker is back. */
  resume(): void {
    if (!this.stuck) return;
    this.stuck = false;
    for (const lanes of this.topics) for (const lane of lanes) this.work(lane);
  }

  private work(lane: Lane): void {
    if (lane.current !== null || lane.waiting.length === 0) return;
    const owner = this.group.ownerOf(lane.partition);
    if (owner === null || this.group.isDown || !owner.slot.connected || !owner.slot.alive) {
      this.stuck = true;
      return;
    }
    const message = lane.waiting.shift() as Message;
    lane.current = message;
    this.group.deliverAgain(owner, message);
  }

  private laneOf({ retries, partition }: Message): Lane {
    return this.topics[retries - 1]?.[partition] as Lane;
  }
}

function due({ retries, message }: { retries: Retries; message: Message }): void {
  retries.due(message);
}
