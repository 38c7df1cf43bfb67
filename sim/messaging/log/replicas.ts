/**
 * The replicas of one partition: a leader appends, followers fetch, and what all that are in sync have is committed.
 * Losses follow from what a leader had that its successor had not.
 */
import { type Keyed, salt } from '../../kernel/random.js';
import type { Simulation } from '../../kernel/simulation.js';
import type { Instant } from '../../kernel/time.js';
import type { Call } from '../../primitives/call.js';
import { Deque } from '../../primitives/deque.js';
import { OK, Outcome } from '../../primitives/outcome.js';
import type { Node } from '../node.js';
import { Appended, answer, Replica, Sequences } from './appended.js';
import type { Batch } from './batch.js';
import { Followers } from './followers.js';
import type { Commits, ReplicationOptions } from './replication.js';

const APPEND = salt('log.append');

export class Replicas {
  leader: Replica | null;
  private readonly all: readonly Replica[];
  /** Grows with each leader: what an earlier one was doing is not heeded. */
  epoch = 0;
  highWatermark = 0;
  private readonly followers: Followers;
  private lastWrite: Instant = 0;
  /** Being written, and written but not committed. */
  private readonly writing = new Set<Appended>();
  private readonly uncommitted = new Deque<Appended>();
  private readonly sequences = new Sequences();
  private readonly unavailable: Outcome;
  private readonly refused: Outcome;
  private readonly reset: Outcome;

  constructor(
    private readonly simulation: Simulation,
    readonly index: number,
    nodes: readonly Node[],
    private readonly options: ReplicationOptions,
    private readonly commits: Commits,
    place: string,
  ) {
    this.all = nodes.map((node) => new Replica(node));
    this.leader = this.all[0] as Replica;
    this.followers = new Followers(simulation, this, options, commits);
    this.unavailable = Outcome.failure('unavailable', place);
    this.refused = Outcome.failure('refused', place);
    this.reset = Outcome.failure('reset', place);
  }

  /** The node that leads it; below zero for none. */
  get leaderNode(): number {
    return this.leader?.node.index ?? -1;
  }

  /** Whether consumers can read it. */
  get readable(): boolean {
    return this.leader?.node.answers ?? false;
  }

  /** Whose randomness the next fetch has. */
  get newest(): Keyed | undefined {
    return this.uncommitted.at(this.uncommitted.length - 1)?.batch.first;
  }

  get inSync(): number {
    return this.all.filter(({ inSync }) => inSync).length;
  }

  /** A producer's batch comes to the leader. */
  append(batch: Batch, call: Call): void {
    const { leader } = this;
    const tooFew =
      this.options.acknowledgements === 'all' && this.inSync < this.options.minimumInSync;
    if (leader === null || tooFew) call.settle(this.unavailable);
    else if (!leader.node.up) call.settle(this.refused);
    else {
      const appended = new Appended(batch, call);
      call.item = appended;
      this.writing.add(appended);
      if (leader.node.answers) this.write(leader, appended);
    }
  }

  private write(leader: Replica, appended: Appended): void {
    const { first } = appended.batch;
    const time = Math.round(this.options.append.sample(first, APPEND) * leader.node.diskFactor);
    // One after the other: what came first is in the log first.
    this.lastWrite = Math.max(this.lastWrite, this.simulation.now + time);
    this.simulation.at(this.lastWrite, written, { replicas: this, appended, epoch: this.epoch });
  }

  written(appended: Appended, epoch: number): void {
    const { leader } = this;
    if (leader === null || epoch !== this.epoch || !this.writing.has(appended)) return;
    if (!leader.node.answers) return;
    this.writing.delete(appended);
    if (this.isInTurn(appended)) this.keep(leader, appended);
  }

  /** A batch that was there before is only confirmed; one that comes too early must come again. */
  private isInTurn(appended: Appended): boolean {
    const place = this.sequences.place(appended.batch);
    if (place > 0) answer(appended, this.unavailable);
    else if (place < 0) this.confirmAgain(appended);
    return place === 0;
  }

  private confirmAgain(appended: Appended): void {
    for (let index = 0; index < this.uncommitted.length; index++) {
      const known = this.uncommitted.at(index) as Appended;
      if (known.batch !== appended.batch || this.options.acknowledgements !== 'all') continue;
      known.call = appended.call;
      if (appended.call !== null) appended.call.item = known;
      return;
    }
    answer(appended, OK);
  }

  private keep(leader: Replica, appended: Appended): void {
    for (const each of this.all) {
      if (each.end === leader.end) each.caughtUpAt = this.simulation.now;
    }
    leader.end += appended.batch.records.length;
    appended.end = leader.end;
    this.commits.appended(appended.batch);
    this.uncommitted.push(appended);
    if (this.options.acknowledgements !== 'all') answer(appended, OK);
    for (const replica of this.all) if (replica !== leader) this.followers.fetch(replica);
    this.advance();
  }

  /** Commits what every replica in sync has. */
  advance(): void {
    let end = Number.POSITIVE_INFINITY;
    for (const { inSync, end: own } of this.all) if (inSync) end = Math.min(end, own);
    if (end === Number.POSITIVE_INFINITY) return;
    this.highWatermark = Math.max(this.highWatermark, end);
    for (let head = this.uncommitted.at(0); head !== undefined; head = this.uncommitted.at(0)) {
      if (head.end > this.highWatermark) return;
      this.uncommitted.shift();
      this.commits.committed(head.batch);
      answer(head, OK);
    }
  }

  /** A node has died: who waited for it is told by the broken connection. */
  nodeDied(node: Node): void {
    if (this.leader?.node !== node) return;
    for (const appended of this.writing) answer(appended, this.reset);
    this.writing.clear();
    for (let index = 0; index < this.uncommitted.length; index++) {
      answer(this.uncommitted.at(index) as Appended, this.reset);
    }
    this.commits.availability(this.index);
  }

  /** A node stands still: what it leads cannot be read. */
  nodeHangs(node: Node): void {
    if (this.leader?.node === node) this.commits.availability(this.index);
  }

  /** The cluster has given a node up, or it hands over what it leads. */
  nodeFenced(node: Node): void {
    const replica = this.all.find((each) => each.node === node);
    if (replica === undefined) return;
    // The last one in sync stays so: only it has everything.
    if (this.inSync > 1) replica.inSync = false;
    if (this.leader === replica) this.depose();
    else this.advance();
  }

  private depose(): void {
    for (const appended of this.writing) answer(appended, this.unavailable);
    this.writing.clear();
    for (let index = 0; index < this.uncommitted.length; index++) {
      answer(this.uncommitted.at(index) as Appended, this.unavailable);
    }
    this.leader = null;
    this.epoch++;
    for (const each of this.all) each.fetching = false;
    this.commits.availability(this.index);
  }

  /** A leader is chosen, if anybody can lead. */
  elect(): void {
    if (this.leader !== null) return;
    const able = this.all.filter(({ node }) => node.healthy && !node.fenced);
    const [anybody] = this.options.uncleanElection ? able : [];
    const leader = able.find(({ inSync }) => inSync) ?? anybody;
    if (leader === undefined) return;
    this.leader = leader;
    this.epoch++;
    this.lastWrite = this.simulation.now;
    this.truncate(leader);
    if (!leader.inSync) this.leadUncleanly(leader);
    for (const each of this.all) {
      each.fetching = false;
      each.end = Math.min(each.end, leader.end);
    }
    this.advance();
    for (const each of this.all) this.followers.fetch(each);
    this.commits.availability(this.index);
  }

  /** What was committed is what this leader has, from now on. */
  private leadUncleanly(leader: Replica): void {
    for (const each of this.all) {
      const { healthy, fenced } = each.node;
      each.inSync = each === leader || (healthy && !fenced && each.end >= leader.end);
    }
    const gone = this.highWatermark - leader.end;
    this.highWatermark = leader.end;
    if (gone > 0) this.commits.erased(this.index, gone);
  }

  /** The node that should lead it. */
  get preferred(): Node {
    return (this.all[0] as Replica).node;
  }

  /** The node that should lead it does so again, if it has caught up. */
  returnToPreferred(): void {
    if (this.leader === null || this.all[0]?.inSync !== true) return;
    this.depose();
    this.elect();
  }

  /** What the new leader has not is gone. */
  private truncate(leader: Replica): void {
    const kept: Appended[] = [];
    for (let head = this.uncommitted.shift(); head !== undefined; head = this.uncommitted.shift()) {
      if (head.end <= leader.end) kept.push(head);
      else {
        this.sequences.takeBack(head.batch);
        this.commits.truncated(head.batch, head.confirmed);
      }
    }
    for (const each of kept) this.uncommitted.push(each);
  }

  /** A node runs again, or is reached again. */
  nodeReturned(node: Node): void {
    const replica = this.all.find((each) => each.node === node);
    if (replica === undefined) return;
    if (this.leader === replica) {
      for (const appended of this.writing) this.write(replica, appended);
      this.commits.availability(this.index);
    }
    replica.fetching = false;
    for (const each of this.all) {
      if (each.node.healthy && !each.node.fenced && this.leader !== null) {
        this.followers.rejoin(each);
      }
      this.followers.fetch(each);
    }
  }
}

function written({
  replicas,
  appended,
  epoch,
}: {
  replicas: Replicas;
  appended: Appended;
  epoch: number;
}): void {
  replicas.written(appended, epoch);
}
