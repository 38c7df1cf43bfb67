/** A consumer group over a topic: members poll, work record by record, and commit how far they have come. */
import type { Delivery, Ending, Slot } from '../delivery.js';
import type { Message } from '../message.js';
import { type SubscriberSite, Subscription } from '../subscription.js';
import { range } from './assignment.js';
import { BatchListener } from './batch-listener.js';
import { Coordinator } from './coordinator.js';
import { Fetcher } from './fetcher.js';
import type { GroupOptions } from './grouping.js';
import { Cursor, type Fetched, Member } from './member.js';
import { Offsets } from './offsets.js';
import { PollDeadline } from './poll-deadline.js';
import { Rebalance, type Rebalancing } from './rebalance.js';
import { type Listener, RecordListener } from './record-listener.js';
import { Retention } from './retention.js';
import { Retries } from './retries.js';
import { ServerRebalance } from './server-rebalance.js';
import { Transactions } from './transactions.js';

export class Group extends Subscription {
  readonly members: readonly Member[];
  readonly cursors: readonly Cursor[];
  readonly coordinator: Coordinator;
  private readonly fetcher: Fetcher;
  private readonly rebalance: Rebalancing;
  private readonly retention: Retention;
  private readonly deadline: PollDeadline;
  private readonly retries: Retries | null;
  private readonly offsets: Offsets;
  private readonly listener: Listener;
  private readonly transactions: Transactions | null;
  /** Records of open transactions, and what follows them, are none of its business yet. */
  readonly readsCommitted: boolean;

  constructor(
    site: SubscriberSite,
    private readonly options: GroupOptions,
  ) {
    super(site, { heartbeat: options.sessionTimeout, noticesResets: false }, options);
    this.cursors = Array.from({ length: options.partitions }, (_, index) => new Cursor(index));
    this.members = this.slots.map((slot) => new Member(slot));
    const { simulation, requests } = site.exchange;
    this.coordinator = new Coordinator(simulation, options.sessionTimeout);
    const Sharing = options.rebalance === 'server' ? ServerRebalance : Rebalance;
    this.rebalance = new Sharing(site, this, this.coordinator, options);
    this.retention = new Retention(simulation, this, options);
    this.fetcher = new Fetcher(this.cursors, this.retention, requests, options.pollRecords);
    this.deadline = new PollDeadline(simulation, options.pollInterval, (member) =>
      this.coordinator.whenThere(() => this.rebalance.gone(member)),
    );
    this.offsets = new Offsets(simulation, this.cursors, this.coordinator, options, (message) =>
      this.committed(message),
    );
    const { retryTopics = [], partitions, transactions } = options;
    this.readsCommitted = options.isolation === 'read-committed';
    this.transactions =
      transactions === undefined
        ? null
        : new Transactions(simulation, this.coordinator, transactions);
    this.retries =
      retryTopics.length > 0 ? new Retries(simulation, this, retryTopics, partitions) : null;
    this.listener = options.batches
      ? new BatchListener(simulation, this, options)
      : new RecordListener(simulation, this, this.retries, options);
    const shares = range(this.cursors.length, this.members.length);
    for (const cursor of this.cursors) {
      cursor.assign(this.members[shares[cursor.index] as number] as Member);
    }
  }

  /** A record has been committed by the replicas of its partition. */
  put(message: Message, partition: number): void {
    message.partition = partition;
    this.store(message);
  }

  protected accept(message: Message): void {
    const cursor = this.cursors[message.partition] as Cursor;
    cursor.records.push(message);
    this.retention.trim(cursor);
    this.wake(cursor.owner);
  }

  /** The partition's leader answers, or does not. */
  /** The last records of a partition are gone with those who had them; whoever has read them has read them. */
  erase(partition: number, records: number): void {
    const cursor = this.cursors[partition] as Cursor;
    const unread = Math.min(records, cursor.records.length - cursor.fetched);
    for (let n = 0; n < unread; n++) {
      const message = cursor.records.pop() as Message;
      this.facts.truncated(message);
      this.finish(message);
    }
  }

  setReadable(partition: number, readable: boolean): void {
    const cursor = this.cursors[partition] as Cursor;
    cursor.readable = readable;
    if (readable) this.wake(cursor.owner);
  }

  protected resume(): void {
    for (const member of this.members) this.wake(member);
  }

  /** A poll that waits returns, a moment later: what comes at the same instant comes with it. */
  wake(member: Member | null): void {
    this.retries?.resume();
    if (member === null || !member.idle || member.waking) return;
    member.waking = true;
    const { now } = this.exchange.simulation;
    const { pollEvery, readCost = 0 } = this.options;
    const cost = Math.round(member.batch.length * readCost);
    const at = Math.max(now, member.polledAt + Math.max(pollEvery, cost));
    this.exchange.simulation.at(at, pollReturns, { group: this, member });
  }

  pollReturns(member: Member): void {
    member.waking = false;
    if (member.idle) this.poll(member);
  }

  /** A member asks for more. */
  poll(member: Member): void {
    const { now } = this.exchange.simulation;
    member.idle = true;
    if (!member.slot.connected || !member.slot.alive) return;
    this.offsets.polled(member);
    if (!this.rebalance.admits(member) || this.down) return;
    member.polledAt = now;
    this.fetcher.fetch(member);
    if (member.batch.length === 0) {
      this.offsets.idle(member);
      return;
    }
    member.idle = false;
    this.deadline.watch(member);
    this.offsets.commitAhead(member);
    this.hand(member);
  }

  /** Hands the next record to the code; at the end of the batch, polls again. */
  hand(member: Member): void {
    const next = member.batch[member.position];
    if (next === undefined) {
      this.offsets.batchPassed(member);
      member.idle = true;
      if (this.options.pollEvery > 0) this.wake(member);
      else this.poll(member);
    } else if (next.message.dead || next.message.retries > 0) this.pass(member);
    else this.listener.deliver(member);
  }

  deliverOne(member: Member, message: Message): void {
    this.facts.delivered(message);
    const fetched = member.position > 0 || message.deliveries > 0;
    const transaction = this.transactions?.begin(member) ?? null;
    member.slot.deliver(message, member.life, fetched, transaction);
  }

  ended(delivery: Delivery, ending: Ending): void {
    const { message, slot, note } = delivery;
    const member = this.members[slot.index] as Member;
    if (message.retries > 0) {
      this.retries?.ended(message, ending);
      return;
    }
    if (note !== member.life) return;
    if (ending === 'gone') return;
    if (this.transactions === null) this.listener.ended(member, delivery, ending);
    else {
      this.transactions.end(member, delivery, ending, (decided) => {
        if (note === member.life) this.listener.ended(member, delivery, decided);
      });
    }
  }

  /** The record is worked on: on to the next. */
  private pass(member: Member): void {
    this.step(member);
    this.hand(member);
  }

  private step(member: Member): void {
    const { cursor, term, message } = member.batch[member.position++] as Fetched;
    if (cursor.term === term) this.offsets.passed(cursor);
    this.exchange.requests.drop(message.request);
  }

  overdue(): void {}

  /** A member is known to have died, or is back. */
  membershipChanged(slot: Slot): void {
    const member = this.members[slot.index] as Member;
    this.forget(member);
    if (slot.connected) {
      this.transactions?.fence(member);
      this.rebalance.returned(member);
    } else this.coordinator.misses(member, () => this.rebalance.gone(member));
  }

  /** What it had in its hands went with it. */
  private forget(member: Member): void {
    member.life++;
    for (let n = member.position; n < member.batch.length; n++) {
      const { message } = member.batch[n] as Fetched;
      if (this.options.commit === 'before') this.facts.lost(message);
      this.exchange.requests.drop(message.request);
    }
    member.batch = [];
    member.position = 0;
    member.idle = true;
  }

  commit(member: Member): void {
    this.offsets.commit(member);
  }

  commitCursor(cursor: Cursor): void {
    this.offsets.commitCursor(cursor);
  }

  private committed(message: Message): void {
    // It is in a retry topic, or was.
    if (message.retries > 0) return;
    if (!message.dead) this.facts.acknowledged(message);
    this.finish(message);
  }

  putAside(message: Message): void {
    this.bury(message);
  }

  lose(message: Message): void {
    this.facts.lost(message);
  }

  deliverAll(member: Member, messages: readonly Message[]): void {
    for (const message of messages) this.facts.delivered(message);
    member.slot.deliverAll(messages, member.life, this.transactions?.begin(member) ?? null);
  }

  passMany(member: Member, records: number): void {
    for (let n = 0; n < records; n++) this.step(member);
  }

  expire(message: Message): void {
    // It lives on in a retry topic.
    if (message.retries > 0) return;
    this.facts.expired(message);
    this.finish(message);
  }

  ownerOf(partition: number): Member | null {
    return (this.cursors[partition] as Cursor).owner;
  }

  get isDown(): boolean {
    return this.down;
  }

  deliverAgain(member: Member, message: Message): void {
    this.facts.delivered(message);
    member.slot.deliver(message, member.life);
  }

  giveUp(message: Message): void {
    this.bury(message);
    this.finish(message);
  }

  complete(message: Message): void {
    this.facts.acknowledged(message);
    this.finish(message);
  }
}

interface Turn {
  readonly group: Group;
  readonly member: Member;
}

function pollReturns({ group, member }: Turn): void {
  group.pollReturns(member);
}
