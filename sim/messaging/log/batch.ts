/** Batches: what producers send, and what is appended to a partition as a whole. */
import type { EventSlot } from '../../kernel/calendar.js';
import { NO_EVENT } from '../../kernel/calendar.js';
import type { Instant } from '../../kernel/time.js';
import type { Call } from '../../primitives/call.js';
import { Letter } from '../message.js';
import type { Transaction } from './transaction.js';

/** A message in a producer's hands. */
export class LogRecord extends Letter {
  constructor(
    letter: Letter,
    /** Who waits for the confirmation; null once nobody does. */
    public call: Call | null,
    /** What it belongs to, if it does not count by itself. */
    readonly transaction: Transaction | null,
  ) {
    super(letter);
  }
}

export class Batch {
  readonly records: LogRecord[];
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
    first: LogRecord,
    readonly partition: number,
    /** Who sends it, where the broker keeps count of what producers send; null otherwise. */
    public producer: object | null,
    /** Its number among the batches that this producer sends to the partition. */
    public sequence: number,
    /** In which life of its process it was made. */
    readonly life = 0,
  ) {
    // Most have no more: an array that begins empty would make room for many.
    this.records = [first];
  }

  /** It is sent under another identity from now on. */
  renumber(producer: object, sequence: number): void {
    this.producer = producer;
    this.sequence = sequence;
  }

  /** Whose randomness the fate of the batch has. */
  get first(): LogRecord {
    return this.records[0] as LogRecord;
  }
}
