/** The rules of a queue: what makes one product's differ from another's. */
import type { Duration } from '../../kernel/time.js';
import type { Connection, Handling } from '../subscription.js';
import type { ReturnPlace } from './ready.js';
import type { TurnRule } from './turns.js';

/** What makes one product's queue differ from another's. */
export interface QueueRules extends Connection, Handling {
  /** Messages in one consumer's hands. */
  readonly concurrency: number;
  /** Messages in the hands of all consumers together. */
  readonly inFlight: number;
  /** Which consumer with a free hand gets the next message. */
  readonly turn: TurnRule;
  readonly acknowledge: 'after' | 'before';
  readonly maxDeliveries: number;
  /** When one that was delivered so often is given up: as it comes back, or when it would be delivered again. */
  readonly givesUp: 'at-once' | 'when-next';
  /** The wait before a message that could not be processed is ready again. */
  readonly redeliverAfter: Duration;
  /** Where a message goes that could not be processed, and one whose consumer is gone. */
  readonly failed: ReturnPlace;
  readonly gone: ReturnPlace;
  /** Messages with the same key wait for each other. */
  readonly grouped: boolean;
  /** A message that is not taken by then is thrown away, or a dead letter. */
  readonly timeToLive: Duration;
  /** So many of the latest messages are kept; an older one can be had no more. */
  readonly maxLength: number;
  /** The wait before a new message is ready. */
  readonly delay: Duration;
  /** What no consumer has acknowledged in time stays with it until it is claimed so often. */
  readonly claimEvery: Duration;
  /** A consumer that is gone, or fails, is only noticed when the time to acknowledge is over. */
  readonly noticesGone: boolean;
  readonly noticesFailures: boolean;
  /** A consumer that is back begins with what it had in hand. */
  readonly rereads: boolean;
  /** An acknowledgement counts even when the message has been given to somebody else. */
  readonly lateCounts: boolean;
}

/** A plain queue. */
export const PLAIN: Omit<QueueRules, 'concurrency' | 'heartbeat'> = {
  inFlight: Number.POSITIVE_INFINITY,
  turn: 'circle',
  acknowledge: 'after',
  maxDeliveries: Number.POSITIVE_INFINITY,
  givesUp: 'at-once',
  redeliverAfter: 0,
  failed: 'back',
  gone: 'front',
  grouped: false,
  timeToLive: Number.POSITIVE_INFINITY,
  maxLength: Number.POSITIVE_INFINITY,
  delay: 0,
  claimEvery: 0,
  noticesGone: true,
  noticesFailures: true,
  rereads: false,
  lateCounts: false,
  noticesResets: true,
};

/** A queue that consumers ask for messages: of one that is gone nothing is heard, and an acknowledgement is never too late. */
export const PULLED: typeof PLAIN = {
  ...PLAIN,
  pulls: true,
  noticesResets: false,
  noticesGone: false,
  lateCounts: true,
};
