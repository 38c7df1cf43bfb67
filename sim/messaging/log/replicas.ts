/**
 * The replicas of one partition: a leader appends, followers fetch, and what all that are in sync have is committed.
 * Losses follow from what a leader had that its successor had not.
 */
import { salt } from '../../kernel/random.js';
import type { Simulation } from '../../kernel/simulation.js';
import { type Instant, SECOND } from '../../kernel/time.js';
import type { Call } from '../../primitives/call.js';
import { Deque } from '../../primitives/deque.js';
import { OK, Outcome } from '../../primitives/outcome.js';
import type { Node } from '../node.js';
import { Appended, answer, Replica, Sequences } from './appended.js';
import type { Batch } from './batch.js';
import type { Commits, ReplicationOptions } from './replication.js';

const APPEND = salt('log.append');
const FETCH = salt('log.fetch');

export class Replicas {
  private leader: Replica | null;
  private readonly all: readonly Replica[];
  /** Grows with each leader: what an earlier one was doing is not heeded. */
  private epoch = 0;
  private highWatermark = 0;
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
    for (const replica of this.all) if (replica !== leader) this.fetch(replica);
    this.advance();
  }

  /** A follower fetches what it has not, a batch of batches at a time. */
  private fetch(follower: Replica): void {
    const { leader } = this;
    if (leader === null || follower === leader || follower.fetching || follower.end >= leader.end)
      return;
    this.watch(follower);
    if (!leader.node.healthy || !follower.node.healthy) return;
    follower.fetching = true;
    const newest = this.uncommitted.at(this.uncommitted.length - 1) as Appended | undefined;
    const source = newest?.batch.first ?? { keyHigh: leader.end, keyLow: this.index };
    const salted = (FETCH + follower.node.index) | 0;
    const time = Math.round(
      this.options.replicate.sample(source, salted) * follower.node.diskFactor,
    );
    const { epoch, simulation } = this;
    const fetch = { replicas: this, follower, epoch, end: leader.end, began: simulation.now };
    simulation.after(time, fetched, fetch);
  }

  fetched({ follower, epoch, end, began }: Fetch): void {
    if (epoch !== this.epoch) return;
    follower.fetching = false;
    const { leader } = this;
    if (leader === null || !follower.node.healthy || !leader.node.healthy) return;
    follower.end = end;
    follower.caughtUpAt = leader.end === end ? this.simulation.now : began;
    if (!follower.inSync && end >= this.highWatermark) follower.inSync = true;
    this.advance();
    this.fetch(follower);
  }

  /** A follower that has not caught up for too long is no longer waited for. */
  private watch(follower: Replica): void {
    if (follower.watched || !follower.inSync) return;
    follower.watched = true;
    this.simulation.at(follower.caughtUpAt + this.options.maxLag, checkLag, {
      replicas: this,
      follower,
    });
  }

  checkLag(follower: Replica): void {
    follower.watched = false;
    const { leader } = this;
    if (leader === null || follower === leader || follower.end >= leader.end) return;
    // A leader that is cut off cannot have the others agree to it.
    const tooLate = follower.caughtUpAt + this.options.maxLag;
    if (this.simulation.now < tooLate || !leader.node.healthy) {
      const next = Math.max(tooLate, this.simulation.now + SECOND);
      this.simulation.at(next, checkLag, { replicas: this, follower });
      follower.watched = true;
      return;
    }
    follower.inSync = false;
    this.advance();
  }

  /** Commits what every replica in sync has. */
  private advance(): void {
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
    const leader = able.find(({ inSync }) => inSync);
    if (leader === undefined) return;
    this.leader = leader;
    this.epoch++;
    this.lastWrite = this.simulation.now;
    this.truncate(leader);
    for (const each of this.all) {
      each.fetching = false;
      each.end = Math.min(each.end, leader.end);
    }
    this.advance();
    for (const each of this.all) this.fetch(each);
    this.commits.availability(this.index);
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
    if (this.leader === null) this.elect();
    for (const each of this.all) this.fetch(each);
  }
}

interface Fetch {
  readonly replicas: Replicas;
  readonly follower: Replica;
  readonly epoch: number;
  readonly end: number;
  readonly began: Instant;
}

function fetched(fetch: Fetch): void {
  fetch.replicas.fetched(fetch);
}

function checkLag({ replicas, follower }: { replicas: Replicas; follower: Replica }): void {
  replicas.checkLag(follower);
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
