/**
 * Rebalances by the server (KIP-848): the coordinator decides who gets what; members learn of it one by one, by their heartbeats,
 * and let go of what moves. Nobody waits for anybody else.
 */
import type { Simulation } from '../../kernel/simulation.js';
import type { Instant } from '../../kernel/time.js';
import { groupRebalanced } from '../message.js';
import type { SubscriberSite } from '../subscription.js';
import { sticky } from './assignment.js';
import type { Coordinator } from './coordinator.js';
import type { Cursor, Member } from './member.js';
import type { Rebalanced, RebalanceOptions, Rebalancing } from './rebalance.js';

export class ServerRebalance implements Rebalancing {
  private readonly simulation: Simulation;
  /** Who is to read each partition, once there has been a rebalance. */
  private targets: readonly Member[] | null = null;
  private moving = false;
  /** Partitions of members that have come back while their former selves still count as members. */
  private readonly locked = new Set<Cursor>();
  private readonly tell: (running: boolean) => void;

  constructor(
    { exchange, index }: SubscriberSite,
    private readonly group: Rebalanced,
    private readonly coordinator: Coordinator,
    private readonly options: RebalanceOptions,
  ) {
    this.simulation = exchange.simulation;
    const channel = exchange.simulation.probe.channel(groupRebalanced);
    this.tell = (running) => channel.emit(index, running);
  }

  admits(member: Member): boolean {
    if (!member.enrolled) {
      if (this.coordinator.postpones(() => this.group.wake(member))) return false;
      member.enrolled = true;
      this.begin();
    }
    if (this.moving && member.noticed) this.letGo(member);
    return true;
  }

  gone(member: Member): void {
    if (!member.enrolled) return;
    this.remove(member);
    this.begin();
  }

  returned(member: Member): void {
    if (member.enrolled && this.options.static) {
      for (const cursor of this.cursorsOf(member)) cursor.assign(member);
    } else if (member.enrolled) {
      const missedUntil = member.slot.diedAt + this.options.sessionTimeout;
      const held = missedUntil > this.simulation.now ? this.cursorsOf(member) : [];
      for (const cursor of held) this.locked.add(cursor);
      if (held.length > 0) this.simulation.at(missedUntil, unlock, { rebalance: this, held });
      this.remove(member);
    }
    this.group.wake(member);
  }

  unlock(held: readonly Cursor[]): void {
    for (const cursor of held) this.locked.delete(cursor);
    this.begin();
  }

  private cursorsOf(member: Member): readonly Cursor[] {
    return this.group.cursors.filter(({ owner }) => owner === member);
  }

  private remove(member: Member): void {
    member.enrolled = false;
    member.noticed = false;
    for (const cursor of this.cursorsOf(member)) cursor.assign(null);
  }

  private begin(): void {
    if (!this.moving) this.tell(true);
    this.moving = true;
    this.simulation.after(this.options.joinTime, shareOut, this);
  }

  /** The target: as even as it gets, with as few moves as possible. */
  shareOut(): void {
    const { cursors, members } = this.group;
    const enrolled = members.filter((member) => member.enrolled);
    if (enrolled.length === 0) return;
    const owners = cursors.map(({ owner }) => (owner === null ? -1 : enrolled.indexOf(owner)));
    this.targets = sticky(owners, enrolled.length).map((place) => enrolled[place] as Member);
    for (const cursor of cursors) {
      const { owner } = cursor;
      if (owner === null) this.handTo(cursor);
      else if (owner !== this.targetOf(cursor)) this.noticeLater(owner);
    }
    this.settle();
  }

  private targetOf(cursor: Cursor): Member | undefined {
    return this.targets?.[cursor.index];
  }

  /** Heartbeats go on at their own pace. */
  private get nextHeartbeat(): Instant {
    const { now } = this.simulation;
    const { heartbeat } = this.options;
    return (now - (now % heartbeat) + heartbeat) as Instant;
  }

  private noticeLater(member: Member): void {
    this.simulation.at(this.nextHeartbeat, notice, { rebalance: this, member });
  }

  notice(member: Member): void {
    if (this.coordinator.postpones(() => this.noticeLater(member)) || !member.enrolled) return;
    member.noticed = true;
    if (member.idle) this.group.wake(member);
  }

  /** At its poll a member lets go of what is to move; the coordinator hears of it at once. */
  private letGo(member: Member): void {
    member.noticed = false;
    const leaving = this.cursorsOf(member).filter((cursor) => this.targetOf(cursor) !== member);
    if (leaving.length === 0) return;
    this.group.commit(member);
    for (const cursor of leaving) {
      cursor.assign(null);
      this.handTo(cursor);
    }
  }

  private handTo(cursor: Cursor): void {
    this.simulation.at(this.nextHeartbeat, inherit, { rebalance: this, cursor });
  }

  inherit(cursor: Cursor): void {
    if (this.coordinator.postpones(() => this.handTo(cursor))) return;
    const target = this.targetOf(cursor);
    if (cursor.owner !== null || target?.enrolled !== true || this.locked.has(cursor)) return;
    cursor.assign(target);
    this.group.wake(target);
    this.settle();
  }

  /** It is over when everybody has what they are to have. */
  private settle(): void {
    if (!this.moving) return;
    if (this.group.cursors.some((cursor) => cursor.owner !== this.targetOf(cursor))) return;
    this.moving = false;
    this.tell(false);
  }
}

function shareOut(rebalance: ServerRebalance): void {
  rebalance.shareOut();
}

function unlock(unlocking: { rebalance: ServerRebalance; held: readonly Cursor[] }): void {
  unlocking.rebalance.unlock(unlocking.held);
}

function notice({ rebalance, member }: { rebalance: ServerRebalance; member: Member }): void {
  rebalance.notice(member);
}

function inherit({ rebalance, cursor }: { rebalance: ServerRebalance; cursor: Cursor }): void {
  rebalance.inherit(cursor);
}
