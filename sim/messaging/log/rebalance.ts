/** Rebalances: how the members of a group share the partitions out anew when one comes or goes. */
import type { Simulation } from '../../kernel/simulation.js';
import type { Duration, Instant } from '../../kernel/time.js';
import { groupRebalanced } from '../message.js';
import type { SubscriberSite } from '../subscription.js';
import { range, sticky } from './assignment.js';
import type { Coordinator } from './coordinator.js';
import type { Cursor, Member } from './member.js';

export interface RebalanceOptions {
  /** Everybody lets go of everything and waits for all; only what moves is let go of; or the coordinator says who gets what. */
  readonly rebalance: 'eager' | 'cooperative' | 'server';
  readonly sessionTimeout: Duration;
  /** Members learn of a rebalance by their next heartbeat. */
  readonly heartbeat: Duration;
  /** Whoever does not poll for so long is put out; nobody waits longer for it. */
  readonly pollInterval: Duration;
  /** Who joins, and who gets what: the time that takes once all are there. */
  readonly joinTime: Duration;
  /** An empty group waits so long for more members than the first. */
  readonly initialDelay: Duration;
  /** Members have names of their own: one that comes back in time takes its old place. */
  readonly static: boolean;
}

/** What a rebalance needs of its group. */
export interface Rebalanced {
  readonly members: readonly Member[];
  readonly cursors: readonly Cursor[];
  commit(member: Member): void;
  wake(member: Member): void;
}

/** What a group needs of whoever shares its partitions out. */
export interface Rebalancing {
  /** A member polls: whether it may fetch; it does first what it has learned to do. */
  admits(member: Member): boolean;
  /** The coordinator has missed a member's heartbeats, or polls, for too long. */
  gone(member: Member): void;
  /** A process is back. */
  returned(member: Member): void;
}

export class Rebalance implements Rebalancing {
  private readonly simulation: Simulation;
  /** Everybody comes for a share; or, cooperatively, partitions are on the move. */
  private phase: 'stable' | 'joining' | 'moving' = 'stable';
  /** Grows with each rebalance. */
  private generation = 0;
  private notBefore: Instant = 0;
  /** Members that have died unnoticed and are waited for in vain. */
  private ghosts = 0;
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

  /** A member joins a rebalance that it knows of before it fetches. */
  admits(member: Member): boolean {
    if (!member.enrolled) {
      if (this.coordinator.postpones(() => this.group.wake(member))) return false;
      member.enrolled = true;
      member.noticed = true;
      this.begin();
    }
    if (this.phase === 'stable') return true;
    this.handOn(member);
    if (this.phase === 'joining' && member.noticed && !member.joined) this.join(member);
    return this.options.rebalance === 'cooperative' || !member.joined;
  }

  gone(member: Member): void {
    if (!member.enrolled) return;
    this.remove(member);
    this.begin();
    this.conclude();
  }

  returned(member: Member): void {
    if (member.enrolled) {
      const { sessionTimeout } = this.options;
      const missedUntil = member.slot.diedAt + sessionTimeout;
      for (const cursor of this.group.cursors) if (cursor.owner === member) cursor.assign(member);
      if (this.options.static) {
        this.group.wake(member);
        return;
      }
      this.remove(member);
      // Its former self still counts as a member, and does not come.
      if (missedUntil > this.simulation.now) {
        this.ghosts++;
        this.simulation.at(missedUntil, layGhost, this);
      }
    }
    this.group.wake(member);
  }

  layGhost(): void {
    this.ghosts--;
    this.conclude();
  }

  private remove(member: Member): void {
    member.enrolled = false;
    member.joined = false;
    member.noticed = false;
    for (const cursor of this.group.cursors) {
      if (cursor.owner === member) cursor.assign(null);
      if (cursor.heir === member) cursor.heir = null;
    }
  }

  private begin(): void {
    if (this.phase === 'joining') return;
    const { members } = this.group;
    const { heartbeat, pollInterval, initialDelay } = this.options;
    if (this.phase === 'stable') this.tell(true);
    this.phase = 'joining';
    this.generation++;
    const others = members.filter(({ enrolled, noticed }) => enrolled && !noticed);
    const { now } = this.simulation;
    this.notBefore = others.length > 0 ? now : now + initialDelay;
    if (this.notBefore > now) this.simulation.at(this.notBefore, concludeLater, this);
    // Heartbeats go on at their own pace.
    const next = now - (now % heartbeat) + heartbeat;
    for (const member of others) {
      this.simulation.at(next, notice, { rebalance: this, member, generation: this.generation });
    }
    const late = { rebalance: this, generation: this.generation };
    this.simulation.after(pollInterval, closeDoors, late);
  }

  notice(member: Member, generation: number): void {
    if (this.phase !== 'joining' || generation !== this.generation || !member.enrolled) return;
    if (this.coordinator.postpones(() => this.notice(member, generation))) return;
    member.noticed = true;
    if (member.idle) this.group.wake(member);
  }

  private join(member: Member): void {
    member.joined = true;
    if (this.options.rebalance === 'eager') {
      this.group.commit(member);
      for (const cursor of this.group.cursors) if (cursor.owner === member) cursor.assign(null);
    }
    this.conclude();
  }

  /** Whoever has not come by now is put out. */
  closeDoors(generation: number): void {
    if (this.coordinator.postpones(() => this.closeDoors(generation))) return;
    if (this.phase !== 'joining' || generation !== this.generation) return;
    for (const member of this.group.members) {
      if (member.enrolled && !member.joined) this.remove(member);
    }
    this.conclude();
  }

  /** Shares out when everybody is there. */
  conclude(): void {
    if (this.coordinator.postpones(() => this.conclude())) return;
    const members = this.group.members.filter(({ enrolled }) => enrolled);
    if (this.phase !== 'joining' || this.ghosts > 0 || this.simulation.now < this.notBefore) return;
    if (members.some(({ joined }) => !joined)) return;
    const plan = { rebalance: this, generation: this.generation };
    this.simulation.after(this.options.joinTime, shareOut, plan);
  }

  shareOut(generation: number): void {
    if (this.coordinator.postpones(() => this.shareOut(generation))) return;
    if (this.phase !== 'joining' || generation !== this.generation) return;
    const members = this.group.members.filter(({ enrolled }) => enrolled);
    if (members.some(({ joined }) => !joined)) return;
    if (members.length > 0) this.assign(members);
    for (const member of members) {
      member.joined = false;
      member.noticed = false;
    }
    this.phase = 'moving';
    this.settle();
    for (const member of members) this.group.wake(member);
  }

  private assign(members: readonly Member[]): void {
    const { cursors } = this.group;
    const owners = cursors.map(({ owner }) => (owner === null ? -1 : members.indexOf(owner)));
    const eager = this.options.rebalance === 'eager';
    const shares = eager ? range(cursors.length, members.length) : sticky(owners, members.length);
    for (const cursor of cursors) {
      const next = members[shares[cursor.index] as number] as Member;
      if (cursor.owner === null) cursor.assign(next);
      else if (cursor.owner !== next) cursor.heir = next;
    }
    for (const member of members) if (member.idle) this.handOn(member);
  }

  /** At its poll a member lets go of what is to move; a second round gives it to its heir. */
  private handOn(member: Member): void {
    const moving = this.group.cursors.filter(
      ({ owner, heir }) => owner === member && heir !== null,
    );
    if (moving.length === 0) return;
    this.group.commit(member);
    for (const cursor of moving) {
      const heir = cursor.heir as Member;
      cursor.assign(null);
      cursor.heir = heir;
      this.simulation.after(this.options.joinTime, inherit, { rebalance: this, cursor, heir });
    }
  }

  inherit(cursor: Cursor, heir: Member): void {
    if (this.coordinator.postpones(() => this.inherit(cursor, heir))) return;
    if (cursor.heir !== heir || cursor.owner !== null) return;
    cursor.assign(heir);
    this.group.wake(heir);
    this.settle();
  }

  /** It is over when nothing has to move any more. */
  private settle(): void {
    if (this.phase !== 'moving') return;
    if (this.group.cursors.some(({ heir }) => heir !== null)) return;
    this.phase = 'stable';
    this.tell(false);
  }
}

function layGhost(rebalance: Rebalance): void {
  rebalance.layGhost();
}

function concludeLater(rebalance: Rebalance): void {
  rebalance.conclude();
}

interface Round {
  readonly rebalance: Rebalance;
  readonly generation: number;
}

function notice({ rebalance, member, generation }: Round & { readonly member: Member }): void {
  rebalance.notice(member, generation);
}

function closeDoors({ rebalance, generation }: Round): void {
  rebalance.closeDoors(generation);
}

function shareOut({ rebalance, generation }: Round): void {
  rebalance.shareOut(generation);
}

interface Inheritance {
  readonly rebalance: Rebalance;
  readonly cursor: Cursor;
  readonly heir: Member;
}

function inherit({ rebalance, cursor, heir }: Inheritance): void {
  rebalance.inherit(cursor, heir);
}
