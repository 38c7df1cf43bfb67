/** The followers of one partition: they fetch from the leader, and are waited for while they are in sync. */
import { type Keyed, salt } from '../../kernel/random.js';
import type { Simulation } from '../../kernel/simulation.js';
import { type Instant, SECOND } from '../../kernel/time.js';
import type { Replica } from './appended.js';
import type { Commits, ReplicationOptions } from './replication.js';

const FETCH = salt('log.fetch');

/** What followers need to know of their partition. */
export interface Led {
  readonly index: number;
  readonly leader: Replica | null;
  /** Grows with each leader. */
  readonly epoch: number;
  readonly highWatermark: number;
  /** Whose randomness the next fetch has; undefined for the partition's own. */
  readonly newest: Keyed | undefined;
  /** Commits what every replica in sync has. */
  advance(): void;
}

export class Followers {
  constructor(
    private readonly simulation: Simulation,
    private readonly partition: Led,
    private readonly options: ReplicationOptions,
    private readonly commits: Commits,
  ) {}

  /** A follower fetches what it has not, a batch of batches at a time. */
  fetch(follower: Replica): void {
    const { leader } = this.partition;
    if (leader === null || follower === leader || follower.fetching || follower.end >= leader.end)
      return;
    this.watch(follower);
    if (!leader.node.healthy || !follower.node.healthy) return;
    follower.fetching = true;
    const { newest, index, epoch } = this.partition;
    const source = newest ?? { keyHigh: leader.end, keyLow: index };
    const salted = (FETCH + follower.node.index) | 0;
    const time = Math.round(
      this.options.replicate.sample(source, salted) * follower.node.diskFactor,
    );
    const { simulation } = this;
    const fetch = { followers: this, follower, epoch, end: leader.end, began: simulation.now };
    simulation.after(time, fetched, fetch);
  }

  fetched({ follower, epoch, end, began }: Fetch): void {
    if (epoch !== this.partition.epoch) return;
    follower.fetching = false;
    const { leader } = this.partition;
    if (leader === null || !follower.node.healthy || !leader.node.healthy) return;
    follower.end = end;
    follower.caughtUpAt = leader.end === end ? this.simulation.now : began;
    this.rejoin(follower);
    this.partition.advance();
    this.fetch(follower);
  }

  /** Whoever has all that is committed is in sync again, if there is a controller to know. */
  rejoin(follower: Replica): void {
    const { isControlled } = this.commits;
    if (follower.end >= this.partition.highWatermark && isControlled) follower.inSync = true;
  }

  /** A follower that has not caught up for too long is no longer waited for. */
  private watch(follower: Replica): void {
    if (follower.watched || !follower.inSync) return;
    follower.watched = true;
    this.simulation.at(follower.caughtUpAt + this.options.maxLag, checkLag, {
      followers: this,
      follower,
    });
  }

  checkLag(follower: Replica): void {
    follower.watched = false;
    const { leader } = this.partition;
    if (leader === null || follower === leader || follower.end >= leader.end) return;
    // A leader that is cut off, or has no controller, cannot have the others agree to it.
    const tooLate = follower.caughtUpAt + this.options.maxLag;
    const isAlone = !leader.node.healthy || !this.commits.isControlled;
    if (this.simulation.now < tooLate || isAlone) {
      const next = Math.max(tooLate, this.simulation.now + SECOND);
      this.simulation.at(next, checkLag, { followers: this, follower });
      follower.watched = true;
      return;
    }
    follower.inSync = false;
    this.partition.advance();
  }
}

interface Fetch {
  readonly followers: Followers;
  readonly follower: Replica;
  readonly epoch: number;
  readonly end: number;
  readonly began: Instant;
}

function fetched(fetch: Fetch): void {
  fetch.followers.fetched(fetch);
}

function checkLag({ followers, follower }: { followers: Followers; follower: Replica }): void {
  followers.checkLag(follower);
}
