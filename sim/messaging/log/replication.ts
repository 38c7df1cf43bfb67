/** How a partition is replicated, and who is told what becomes of batches. */
import type { Duration } from '../../kernel/time.js';
import type { Distribution } from '../../primitives/distribution.js';
import type { Batch } from './batch.js';

export interface ReplicationOptions {
  readonly acknowledgements: 'none' | 'leader' | 'all';
  readonly minimumInSync: number;
  readonly maxLag: Duration;
  /** Where nobody in sync is left, somebody else may lead. */
  readonly uncleanElection: boolean;
  /** Time to append on the leader, and for a follower to fetch and append. */
  readonly append: Distribution;
  readonly replicate: Distribution;
}

/** What becomes of batches. */
export interface Commits {
  /** The leader has it. */
  appended(batch: Batch): void;
  committed(batch: Batch): void;
  /** Appended, and gone with its leader; `confirmed` to its producer. */
  truncated(batch: Batch, confirmed: boolean): void;
  /** A leader that was not in sync has not what was committed last: so many records are gone. */
  erased(partition: number, records: number): void;
  /** There is a controller, without which nobody leaves those in sync or joins them. */
  readonly isControlled: boolean;
  /** The partition has, or has no longer, a leader that answers. */
  availability(partition: number): void;
}
