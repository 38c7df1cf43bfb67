/** How a group reads, commits, and treats what has failed. */
import type { Duration } from '../../kernel/time.js';
import type { Handling } from '../subscription.js';
import type { CommitOptions } from './offsets.js';
import type { RebalanceOptions } from './rebalance.js';
import type { RetentionOptions } from './retention.js';
import type { TransactionOptions } from './transactions.js';

export interface GroupOptions extends RebalanceOptions, RetentionOptions, CommitOptions, Handling {
  readonly partitions: number;
  readonly sessionTimeout: Duration;
  /** Records that a poll brings at most. */
  readonly pollRecords: number;
  /** The least time between two polls that bring something. */
  readonly pollEvery: Duration;
  /** A poll that brought so much takes so long for each record before the next one is allowed. */
  readonly readCost?: Duration;
  /** One call works on all that a poll has brought. */
  readonly batches?: boolean;
  /** What comes again when some records of a batch have failed: all of it, or from the first of these on. */
  readonly again?: 'all' | 'rest';
  readonly isolation?: 'read-uncommitted' | 'read-committed';
  /** Members work on each delivery in a transaction of its own. */
  readonly transactions?: TransactionOptions | undefined;
  readonly redeliverAfter: Duration;
  readonly maxDeliveries: number;
  /** The waits before what has failed is tried again from a topic of its own; none where its partition waits for it. */
  readonly retryTopics?: readonly Duration[] | undefined;
}
