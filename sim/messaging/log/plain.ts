/** The plain log: a cursor per partition, each of which is read by one member of the group at a time. */
import type { Options } from '../../catalogue/field.js';
import type { Duration } from '../../kernel/time.js';
import { Deque } from '../../primitives/deque.js';
import type { Delivery, Ending, Slot } from '../delivery.js';
import type { Message } from '../message.js';
import { type SUBSCRIPTION, type SubscriberSite, Subscription } from '../subscription.js';

/** An ordered part of the log, and how far the group has come in it. */
class Partition {
  /** Records from the committed offset on: what is before is never read again. */
  readonly records = new Deque<Message>();
  /** How many of them have been processed. */
  processed = 0;
  /** The member that reads it; null while nobody does. */
  owner: Slot | null = null;
  /** A record is in the owner's hands, or waits to be tried again. */
  busy = false;
  /** Grows whenever reading starts anew from the committed offset: earlier readers are not heeded. */
  generation = 0;

  constructor(readonly index: number) {}
}

interface LogOptions extends Options<typeof SUBSCRIPTION> {
  readonly partitions: number;
  readonly 'commit-every': Duration;
}

/** A cursor per partition: each is read by one member of the group, in order, one record at a time. */
export class LogSubscription extends Subscription {
  private readonly partitions: readonly Partition[];
  private readonly commitEvery: Duration;
  private commitDue = false;

  constructor(
    site: SubscriberSite,
    private readonly options: LogOptions,
  ) {
    const { 'acknowledge-within': within, 'heartbeat-timeout': heartbeat } = options;
    super(site, { within, heartbeat, noticesResets: false }, options);
    this.commitEvery = options['commit-every'];
    this.partitions = Array.from(
      { length: options.partitions },
      (_, index) => new Partition(index),
    );
    for (const partition of this.partitions) partition.owner = this.ownerOf(partition);
  }

  protected accept(message: Message): void {
    const partition = this.partitionOf(message);
    partition.records.push(message);
    this.read(partition);
  }

  ended({ message, slot, note }: Delivery, ending: Ending): void {
    const partition = this.partitionOf(message);
    const current = partition.generation === note;
    if (this.options.acknowledge === 'before') {
      if (ending !== 'done') this.facts.lost(message);
      this.exchange.requests.drop(message.request);
      if (current) this.readOn(partition);
    } else if (!current) {
      // Somebody else reads the partition by now: what the earlier reader did is not heeded.
    } else if (ending === 'done') {
      this.step(partition);
    } else if (message.deliveries >= this.options['max-deliveries']) {
      this.giveUp(message, partition);
    } else if (ending === 'failed' && slot.connected) {
      const retrial = { subscription: this, partition, generation: note };
      this.exchange.simulation.after(this.options['redeliver-after'], tryAgain, retrial);
    }
    // Gone: the partition waits until the group has noticed.
  }

  /** The member has not come back in time: it loses the partition, and what it has not committed. */
  overdue({ message, note }: Delivery): void {
    const partition = this.partitionOf(message);
    if (this.options.acknowledge === 'before' || partition.generation !== note) return;
    if (message.deliveries < this.options['max-deliveries']) {
      this.startAnew(partition);
      return;
    }
    partition.generation++;
    this.giveUp(message, partition);
  }

  private giveUp(message: Message, partition: Partition): void {
    this.bury(message);
    this.step(partition);
  }

  membershipChanged(slot: Slot): void {
    for (const partition of this.partitions) {
      const owner = this.ownerOf(partition);
      if (owner === partition.owner && owner !== slot) continue;
      partition.owner = owner;
      this.startAnew(partition);
    }
  }

  protected resume(): void {
    for (const partition of this.partitions) this.read(partition);
  }

  tryAgain(partition: Partition, generation: number): void {
    if (partition.generation === generation) this.readOn(partition);
  }

  commit(): void {
    this.commitDue = false;
    for (const partition of this.partitions) {
      if (partition.owner?.alive === true) this.commitPartition(partition);
    }
  }

  /** Keys stay together; messages without a key go round. */
  private partitionOf({ key, serial }: Message): Partition {
    const hash = key < 0 ? serial : Math.imul(key + 1, 0x9e3779b1) >>> 0;
    return this.partitions[hash % this.partitions.length] as Partition;
  }

  private ownerOf({ index }: Partition): Slot | null {
    const members = this.slots.filter(({ connected }) => connected);
    return members[index % members.length] ?? null;
  }

  private startAnew(partition: Partition): void {
    partition.generation++;
    partition.processed = 0;
    this.readOn(partition);
  }

  private readOn(partition: Partition): void {
    partition.busy = false;
    this.read(partition);
  }

  private read(partition: Partition): void {
    const { owner, records, generation } = partition;
    if (this.down || partition.busy || owner === null) return;
    this.skipDead(partition);
    const message = records.at(partition.processed);
    if (message === undefined) return;
    partition.busy = true;
    this.facts.delivered(message);
    if (this.options.acknowledge === 'before') {
      records.shift();
      this.backlog--;
      this.facts.acknowledged(message);
    }
    owner.deliver(message, generation);
  }

  /** Records given up before the group began anew are not read again. */
  private skipDead(partition: Partition): void {
    while (partition.records.at(partition.processed)?.dead === true) this.pass(partition);
  }

  /** A record is done with: on to the next. */
  private step(partition: Partition): void {
    this.pass(partition);
    this.readOn(partition);
  }

  private pass(partition: Partition): void {
    partition.processed++;
    if (this.commitEvery === 0) this.commitPartition(partition);
    else if (!this.commitDue) {
      this.commitDue = true;
      const { simulation } = this.exchange;
      // By the clock, as a timer that always runs would: only where there is something to note does it cost an event.
      simulation.after(this.commitEvery - (simulation.now % this.commitEvery), commit, this);
    }
  }

  private commitPartition(partition: Partition): void {
    for (; partition.processed > 0; partition.processed--) {
      const message = partition.records.shift() as Message;
      if (!message.dead) this.facts.acknowledged(message);
      this.finish(message);
    }
  }
}

interface Retrial {
  readonly subscription: LogSubscription;
  readonly partition: Partition;
  readonly generation: number;
}

function tryAgain({ subscription, partition, generation }: Retrial): void {
  subscription.tryAgain(partition, generation);
}

function commit(subscription: LogSubscription): void {
  subscription.commit();
}
