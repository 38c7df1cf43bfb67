/** How a group reads, commits, and treats what has failed. */
import type { Duration } from '../../kernel/time.js';
import type { Handling } from '../subscription.js';
import type { RebalanceOptions } from './rebalance.js';
import type { RetentionOptions } from './retention.js';

export interface GroupOptions extends RebalanceOptions, RetentionOptions, Handling {
  readonly partitions: number;
  readonly sessionTimeout: Duration;
  /** Records that a poll brings at most. */
  readonly pollRecords: number;
  /** The least time between two polls that bring something. */
  readonly pollEvery: Duration;
  /** A poll that brought so much takes so long for each record before the next one is allowed. */
  readonly readCost?: Duration;
  readonly commit: 'auto' | 'batch' | 'record' | 'before';
  readonly commitEvery: Duration;
  readonly redeliverAfter: Duration;
  readonly maxDeliveries: number;
  /** The waits before what has failed is tried again from a topic of its own; none where its partition waits for it. */
  readonly retryTopics?: readonly Duration[] | undefined;
}
