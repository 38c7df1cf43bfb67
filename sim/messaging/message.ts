/** A message: what a publisher gave to a broker for one subscription. */
import { Fact, type Probe } from '../kernel/probe.js';
import type { Keyed } from '../kernel/random.js';
import type { Instant } from '../kernel/time.js';
import type { Notes } from '../primitives/notes.js';
import type { Request } from '../primitives/request.js';
import type { Correlation } from './correlation.js';

/** A subscription has one more message to deliver. */
export const messageStored = new Fact<[subscription: number, message: Message]>('message.stored');
/** A message is on its way to a consumer; its `deliveries` do not count this one yet. */
export const messageDelivered = new Fact<[subscription: number, message: Message]>(
  'message.delivered',
);
/** A consumer has come to the end of its work on a message; its `processed` counts this time. */
export const messageProcessed = new Fact<[subscription: number, message: Message]>(
  'message.processed',
);
/** A message has been processed and acknowledged. */
export const messageAcknowledged = new Fact<[subscription: number, message: Message]>(
  'message.acknowledged',
);
/** A message has been given up after too many deliveries. */
export const messageDead = new Fact<[subscription: number, message: Message]>('message.dead');
/** A message was confirmed or handed out without a promise, and is gone. */
export const messageLost = new Fact<[subscription: number, message: Message]>('message.lost');
/** A message grew too old before anybody took it. */
export const messageExpired = new Fact<[subscription: number, message: Message]>('message.expired');
/** A message was thrown away because there was no room for it or for a later one. */
export const messageOverflowed = new Fact<[subscription: number, message: Message]>(
  'message.overflowed',
);
/** A message that consumers could have read is gone with the nodes that had it. */
export const messageTruncated = new Fact<[subscription: number, message: Message]>(
  'message.truncated',
);
/** A dead letter has been put back to where it died. */
export const messageReplayed = new Fact<[subscription: number, message: Message]>(
  'message.replayed',
);
/** A message was worked on to the end for the first time, later than it should have been. */
export const messageLate = new Fact<[subscription: number, message: Message]>('message.late');
/** A reply came when nobody waited for it any more. */
export const replyOrphaned = new Fact<[subscription: number, message: Message]>('reply.orphaned');
/** The consumers of a subscription have stopped to share the partitions out anew (true), or go on. */
export const groupRebalanced = new Fact<[subscription: number, stopped: boolean]>(
  'group.rebalanced',
);

/** A batch of messages has become readable at once. */
export const batchStored = new Fact<[subscription: number, messages: number]>('batch.stored');

/** What a publisher hands to a broker, before it is copied for each subscription. */
export class Letter implements Keyed {
  readonly request: Request;
  readonly keyHigh: number;
  readonly keyLow: number;
  /** The business key: the same key goes to the same partition; below zero for none. */
  readonly key: number;
  /** When the publisher sent it. */
  readonly publishedAt: Instant;
  /** Where its handling is to be answered; null where nobody waits for it. */
  readonly correlation: Correlation | null;

  /** A copy of what another says. */
  constructor({ request, keyHigh, keyLow, key, publishedAt, correlation }: Letter) {
    this.request = request;
    this.keyHigh = keyHigh;
    this.keyLow = keyLow;
    this.key = key;
    this.publishedAt = publishedAt;
    this.correlation = correlation;
  }
}

export class Message extends Letter {
  /** Where it is in a log. */
  partition = 0;
  /** What consumers have noted of it, if they do. */
  notes: Notes | null = null;
  /** How many times it has moved to a retry topic. */
  retries = 0;
  deliveries = 0;
  /** When it was delivered last. */
  deliveredAt: Instant = 0;
  /** How often a consumer came to the end of its work on it. */
  processed = 0;
  /** When it last did. */
  processedAt: Instant = 0;
  /** A consumer has it, and its queue waits for the acknowledgement. */
  inHand = false;
  /** Given up: it is neither delivered again nor acknowledged. */
  dead = false;

  constructor(
    letter: Letter,
    /** Number among the messages of its broker. */
    readonly serial: number,
  ) {
    super(letter);
  }
}

/** What one subscription tells about its messages. */
export class MessageFacts {
  readonly stored: (message: Message) => void;
  readonly delivered: (message: Message) => void;
  readonly processed: (message: Message) => void;
  readonly acknowledged: (message: Message) => void;
  readonly dead: (message: Message) => void;
  readonly lost: (message: Message) => void;
  readonly expired: (message: Message) => void;
  readonly overflowed: (message: Message) => void;
  readonly orphaned: (message: Message) => void;
  readonly replayed: (message: Message) => void;
  readonly late: (message: Message) => void;
  readonly truncated: (message: Message) => void;

  constructor(probe: Probe, subscription: number) {
    const teller = (fact: Fact<[number, Message]>) => {
      const channel = probe.channel(fact);
      return (message: Message) => channel.emit(subscription, message);
    };
    this.stored = teller(messageStored);
    this.delivered = teller(messageDelivered);
    this.processed = teller(messageProcessed);
    this.acknowledged = teller(messageAcknowledged);
    this.dead = teller(messageDead);
    this.lost = teller(messageLost);
    this.expired = teller(messageExpired);
    this.overflowed = teller(messageOverflowed);
    this.orphaned = teller(replyOrphaned);
    this.replayed = teller(messageReplayed);
    this.late = teller(messageLate);
    this.truncated = teller(messageTruncated);
  }
}
