/** How a producer gathers and sends, and what it knows of the cluster. */
import type { Duration } from '../../kernel/time.js';

export interface ProducerOptions {
  /** Bytes of one message, of a batch, and of all that is not confirmed yet. */
  readonly size: number;
  readonly batchSize: number;
  readonly buffer: number;
  readonly linger: Duration;
  readonly maxBlock: Duration;
  readonly requestTimeout: Duration;
  readonly deliveryTimeout: Duration;
  readonly backoff: Duration;
  readonly maxBackoff: Duration;
  readonly maxInFlight: number;
  readonly idempotent: boolean;
  /** Confirmed when sent, without an answer. */
  readonly unacknowledged: boolean;
}

/** What a producer knows of the cluster. */
export interface Metadata {
  readonly name: string;
  readonly partitions: number;
  /** The node that leads a partition; below zero while there is none. */
  leaderOf(partition: number): number;
}
