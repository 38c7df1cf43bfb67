/** Messages by subscription: how many, how late, how many twice or never. */
import type { Simulation } from '../kernel/simulation.js';
import type { Instant } from '../kernel/time.js';
import { Histogram, type Summary } from '../math/histogram.js';
import {
  batchStored,
  groupRebalanced,
  type Message,
  messageAcknowledged,
  messageDead,
  messageDelivered,
  messageExpired,
  messageLate,
  messageLost,
  messageOverflowed,
  messageProcessed,
  messageReplayed,
  messageStored,
  messageTruncated,
  replyOrphaned,
} from '../messaging/message.js';
import { Instants } from '../primitives/instants.js';
import { Level } from '../primitives/level.js';
import type { Observer } from './observer.js';
import { SlicedLevel } from './sliced-level.js';

/** What a run tells of a subscription. Times in nanoseconds. */
export interface SubscriptionResult {
  readonly published: number;
  readonly deliveries: number;
  /** Deliveries of a message that had been delivered before. */
  readonly redeliveries: number;
  readonly acknowledged: number;
  /** Given up after too many deliveries. */
  readonly dead: number;
  /** Confirmed to their publisher or handed out without a promise, and gone. */
  readonly lost: number;
  /** Grown too old before anybody took them. */
  readonly expired: number;
  /** Thrown away for lack of room. */
  readonly overflowed: number;
  /** Times that a consumer came to the end of its work on a message that had been worked on before. */
  readonly repeated: number;
  /** Messages worked on for the first time after a later one with the same key. */
  readonly outOfOrder: number;
  /** Of those lost, those that consumers could have read. */
  readonly truncated: number;
  /** Dead letters that were put back to where they died. */
  readonly replayed: number;
  /** Messages worked on to the end for the first time later than they should have been. */
  readonly late: number;
  /** Replies that came when nobody waited for them any more. */
  readonly orphans: number;
  /** Batches in which they came, where producers gather messages. */
  readonly batches: number;
  /** Times that the consumers shared the partitions out anew, and for how long (ns) they stopped for it. */
  readonly rebalances: number;
  readonly rebalancing: number;
  readonly backlogAtStart: number;
  readonly backlogAtEnd: number;
  readonly meanBacklog: number;
  readonly maxBacklog: number;
  /** From publication to acknowledgement. */
  readonly age: Summary;
  readonly timeline: { readonly backlog: readonly number[] };
}

class Account {
  published = 0;
  deliveries = 0;
  redeliveries = 0;
  acknowledged = 0;
  dead = 0;
  lost = 0;
  expired = 0;
  overflowed = 0;
  repeated = 0;
  outOfOrder = 0;
  truncated = 0;
  replayed = 0;
  late = 0;
  orphans = 0;
  batches = 0;
  rebalances = 0;
  readonly rebalancing = new Level();
  backlogAtStart = 0;
  readonly backlog = new SlicedLevel();
  readonly age = new Histogram();

  restart(now: Instant): void {
    this.published = 0;
    this.deliveries = 0;
    this.redeliveries = 0;
    this.acknowledged = 0;
    this.dead = 0;
    this.lost = 0;
    this.expired = 0;
    this.overflowed = 0;
    this.repeated = 0;
    this.outOfOrder = 0;
    this.truncated = 0;
    this.replayed = 0;
    this.late = 0;
    this.orphans = 0;
    this.batches = 0;
    this.rebalances = 0;
    this.rebalancing.restart(now);
    this.backlogAtStart = this.backlog.value;
    this.backlog.restart(now);
    this.age.clear();
  }
}

export class Messages implements Observer {
  private readonly accounts: readonly Account[];
  /** When the latest message worked on was published, by key and subscription. */
  private readonly latest = new Instants();
  private measuredFrom: Instant = 0;
  private slicedAt: Instant = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly names: readonly string[],
  ) {
    this.accounts = names.map(() => new Account());
    const { probe } = simulation;
    probe.on(messageStored, (index) => {
      this.account(index).published++;
      this.moveBacklog(index, 1);
    });
    probe.on(messageDelivered, (index, { deliveries }) => {
      const account = this.account(index);
      account.deliveries++;
      if (deliveries > 0) account.redeliveries++;
    });
    probe.on(messageProcessed, (index, message) => this.worked(index, message));
    probe.on(messageExpired, (index) => {
      this.account(index).expired++;
      this.moveBacklog(index, -1);
    });
    probe.on(messageOverflowed, (index) => {
      this.account(index).overflowed++;
      this.moveBacklog(index, -1);
    });
    probe.on(messageTruncated, (index) => {
      const account = this.account(index);
      account.lost++;
      account.truncated++;
      this.moveBacklog(index, -1);
    });
    probe.on(messageReplayed, (index) => {
      this.account(index).replayed++;
      this.moveBacklog(index, 1);
    });
    probe.on(messageLate, (index) => {
      this.account(index).late++;
    });
    probe.on(replyOrphaned, (index) => {
      this.account(index).orphans++;
    });
    probe.on(batchStored, (index) => {
      this.account(index).batches++;
    });
    probe.on(groupRebalanced, (index, stopped) => {
      const account = this.account(index);
      if (stopped) account.rebalances++;
      account.rebalancing.set(stopped ? 1 : 0, simulation.now);
    });
    probe.on(messageAcknowledged, (index, message) => this.acknowledged(index, message));
    probe.on(messageDead, (index) => {
      this.account(index).dead++;
      this.moveBacklog(index, -1);
    });
    probe.on(messageLost, (index) => {
      this.account(index).lost++;
    });
  }

  restart(now: Instant): void {
    this.measuredFrom = now;
    for (const account of this.accounts) account.restart(now);
  }

  slice(now: Instant): void {
    const length = Math.max(1, now - this.slicedAt);
    this.slicedAt = now;
    for (const { backlog } of this.accounts) backlog.slice(length, now);
  }

  results(now: Instant): Record<string, SubscriptionResult> {
    const span = Math.max(1, now - this.measuredFrom);
    return Object.fromEntries(
      this.names.map((name, index) => {
        const account = this.account(index);
        const { published, deliveries, redeliveries, acknowledged, dead, lost } = account;
        const { expired, overflowed, repeated, outOfOrder, rebalances, rebalancing } = account;
        const { batches, truncated, replayed, late, orphans } = account;
        const { backlog, backlogAtStart, age } = account;
        const result: SubscriptionResult = {
          published,
          deliveries,
          redeliveries,
          acknowledged,
          dead,
          lost,
          expired,
          overflowed,
          repeated,
          outOfOrder,
          truncated,
          replayed,
          late,
          orphans,
          batches,
          rebalances,
          rebalancing: rebalancing.upTo(now),
          backlogAtStart,
          backlogAtEnd: backlog.value,
          meanBacklog: backlog.upTo(now) / span,
          maxBacklog: backlog.max,
          age: age.summary(),
          timeline: { backlog: backlog.means },
        };
        return [name, result];
      }),
    );
  }

  /** A consumer has come to the end of its work on a message. */
  private worked(index: number, { key, processed, publishedAt }: Message): void {
    if (processed > 1) this.account(index).repeated++;
    else if (key >= 0) {
      if (publishedAt < this.latest.get(key, index)) this.account(index).outOfOrder++;
      else this.latest.set(key, index, publishedAt);
    }
  }

  private acknowledged(index: number, { publishedAt }: Message): void {
    const account = this.account(index);
    account.acknowledged++;
    if (publishedAt >= this.measuredFrom) account.age.record(this.simulation.now - publishedAt);
    this.moveBacklog(index, -1);
  }

  private moveBacklog(index: number, by: number): void {
    const { backlog } = this.account(index);
    backlog.set(backlog.value + by, this.simulation.now);
  }

  private account(index: number): Account {
    return this.accounts[index] as Account;
  }
}
