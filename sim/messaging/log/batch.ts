/** Batches: what producers send, and what is appended to a partition as a whole. */
import type { EventSlot } from '../../kernel/calendar.js';
import { NO_EVENT } from '../../kernel/calendar.js';
import type { Instant } from '../../kernel/time.js';
import type { Call } from '../../primitives/call.js';
import type { Letter } from '../message.js';

/** A message in a producer's hands. */
export interface LogRecord extends Letter {
  /** Who waits for the confirmation; null once nobody does. */
  call: Call | null;
}

export class Batch {
  readonly records: LogRecord[] = [];
  /** How often it was sent. */
  attempts = 0;
  /** Until then it is not sent again. */
  notBefore: Instant = 0;
  /** It waits for no further records. */
  ready = false;
  /** How many times it is on its way. */
  copies = 0;
  /** It has been confirmed, or has failed for good. */
  over = false;
  released = false;
  expiry: EventSlot = NO_EVENT;
  /** The node that it was last sent to. */
  node = -1;

  constructor(
    readonly partition: number,
    /** Who sends it, where the broker keeps count of what producers send; null otherwise. */
    readonly producer: object | null,
    /** Its number among the batches that this producer sends to the partition. */
    readonly sequence: number,
  ) {}

  /** Whose randomness the fate of the batch has. */
  get first(): LogRecord {
    return this.records[0] as LogRecord;
  }
}
