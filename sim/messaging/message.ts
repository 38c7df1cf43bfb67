/** A message: what a publisher gave to a broker for one subscription. */
import { Fact, type Probe } from '../kernel/probe.js';
import type { Keyed } from '../kernel/random.js';
import type { Instant } from '../kernel/time.js';
import type { Request } from '../primitives/request.js';

/** A subscription has one more message to deliver. */
export const messageStored = new Fact<[subscription: number, message: Message]>('message.stored');
/** A message is on its way to a consumer; `deliveries` counts this one. */
export const messageDelivered = new Fact<[subscription: number, message: Message]>(
  'message.delivered',
);
/** A message has been processed and acknowledged. */
export const messageAcknowledged = new Fact<[subscription: number, message: Message]>(
  'message.acknowledged',
);
/** A message has been given up after too many deliveries. */
export const messageDead = new Fact<[subscription: number, message: Message]>('message.dead');
/** A message was handed out without a promise, and the consumer died with it. */
export const messageLost = new Fact<[subscription: number, message: Message]>('message.lost');

export class Message implements Keyed {
  readonly keyHigh: number;
  readonly keyLow: number;
  deliveries = 0;
  /** Given up: it is neither delivered again nor acknowledged. */
  dead = false;

  constructor(
    readonly request: Request,
    /** What published it, whose randomness it has. */
    { keyHigh, keyLow }: Keyed,
    /** The business key: the same key goes to the same partition. */
    readonly key: number,
    readonly publishedAt: Instant,
    /** Number among the messages of its broker. */
    readonly serial: number,
  ) {
    this.keyHigh = keyHigh;
    this.keyLow = keyLow;
  }
}

/** What one subscription tells about its messages. */
export class MessageFacts {
  readonly stored: (message: Message) => void;
  readonly delivered: (message: Message) => void;
  readonly acknowledged: (message: Message) => void;
  readonly dead: (message: Message) => void;
  readonly lost: (message: Message) => void;

  constructor(probe: Probe, subscription: number) {
    const teller = (fact: Fact<[number, Message]>) => {
      const channel = probe.channel(fact);
      return (message: Message) => channel.emit(subscription, message);
    };
    this.stored = teller(messageStored);
    this.delivered = teller(messageDelivered);
    this.acknowledged = teller(messageAcknowledged);
    this.dead = teller(messageDead);
    this.lost = teller(messageLost);
  }
}
