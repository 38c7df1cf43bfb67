/** The queue engine: a state per message: ready, in a consumer's hands, waiting to be tried again, done, or dead. */
import { NO_EVENT } from '../../kernel/calendar.js';
import type { Duration } from '../../kernel/time.js';
import type { Delivery, Ending, Slot } from '../delivery.js';
import type { Message } from '../message.js';
import {
  type Connection,
  type Handling,
  type SubscriberSite,
  Subscription,
} from '../subscription.js';
import { Groups } from './groups.js';
import { Ready, type ReturnPlace, type Waiting } from './ready.js';

/** What makes one product's queue differ from another's. */
export interface QueueRules extends Connection, Handling {
  /** Messages in one consumer's hands. */
  readonly concurrency: number;
  /** Messages in the hands of all consumers together. */
  readonly inFlight: number;
  readonly acknowledge: 'after' | 'before';
  readonly maxDeliveries: number;
  /** The wait before a message that could not be processed is ready again. */
  readonly redeliverAfter: Duration;
  /** Where a message goes that could not be processed, and one whose consumer is gone. */
  readonly failed: ReturnPlace;
  readonly gone: ReturnPlace;
  /** Messages with the same key wait for each other. */
  readonly grouped: boolean;
  /** A message that is not taken by then is thrown away, or a dead letter. */
  readonly timeToLive: Duration;
  /** Messages kept; one more pushes the oldest out that nobody has in hand. */
  readonly maxLength: number;
  /** The wait before a new message is ready. */
  readonly delay: Duration;
  /** What no consumer has acknowledged in time stays with it until it is claimed so often. */
  readonly claimEvery: Duration;
  /** A consumer that is gone, or fails, is only noticed when the time to acknowledge is over. */
  readonly noticesGone: boolean;
  readonly noticesFailures: boolean;
  /** An acknowledgement counts even when the message has been given to somebody else. */
  readonly lateCounts: boolean;
}

/** A plain queue. */
export const PLAIN: Omit<QueueRules, 'concurrency' | 'heartbeat'> = {
  inFlight: Number.POSITIVE_INFINITY,
  acknowledge: 'after',
  maxDeliveries: Number.POSITIVE_INFINITY,
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
  lateCounts: false,
  noticesResets: true,
};

export class QueueSubscription extends Subscription {
  private readonly ready: Waiting;
  private nextSlot = 0;
  /** In consumers' hands. */
  private held = 0;
  private expiry = NO_EVENT;

  constructor(
    site: SubscriberSite,
    private readonly rules: QueueRules,
  ) {
    super(site, rules, rules);
    this.ready = rules.grouped ? new Groups() : new Ready();
  }

  /** Messages that wait for a consumer. */
  get waiting(): number {
    return this.ready.length;
  }

  protected accept(message: Message): void {
    if (this.backlog > this.rules.maxLength) this.dropOldest();
    if (this.rules.delay > 0) this.readyLater(message, 'back', this.rules.delay);
    else {
      this.ready.add(message, 'back');
      this.resume();
    }
  }

  ended({ message, late }: Delivery, ending: Ending): void {
    if (this.rules.acknowledge === 'before') {
      if (ending !== 'done') this.facts.lost(message);
      this.exchange.requests.drop(message.request);
    } else if (!late) this.endInTime(message, ending);
    else if (ending === 'done' && this.rules.lateCounts) this.settleLate(message);
    this.resume();
  }

  /** Who cannot tell that it has failed leaves the message where it is until its time is over. */
  private endInTime(message: Message, ending: Ending): void {
    const { noticesGone, noticesFailures, within = 0 } = this.rules;
    const noticed = ending === 'done' || (ending === 'gone' ? noticesGone : noticesFailures);
    if (noticed) this.conclude(message, ending);
    else {
      const left = message.deliveredAt + within - this.exchange.simulation.now;
      this.exchange.simulation.after(Math.max(0, left), timeIsOver, { queue: this, message });
    }
  }

  timeIsOver(message: Message): void {
    if (message.dead) return;
    this.outOfTime(message);
    this.resume();
  }

  overdue({ message }: Delivery): void {
    if (this.rules.acknowledge === 'after') this.outOfTime(message);
    this.resume();
  }

  private outOfTime(message: Message): void {
    const { claimEvery, maxDeliveries } = this.rules;
    const { now } = this.exchange.simulation;
    // Nobody looks but those who claim.
    if (claimEvery > 0 && message.deliveries < maxDeliveries) {
      this.letGo(message);
      this.readyLater(message, 'front', claimEvery - (now % claimEvery));
    } else this.conclude(message, 'gone');
  }

  membershipChanged(_slot: Slot): void {
    this.resume();
  }

  /** Whatever consumers have in hand is ready again: their connections are gone. */
  takeBack(): void {
    for (const slot of this.slots) slot.dropAll();
  }

  private conclude(message: Message, ending: Ending): void {
    if (message.dead) return;
    this.letGo(message);
    if (ending === 'done') {
      this.facts.acknowledged(message);
      message.dead = true;
      this.finish(message);
    } else if (message.deliveries >= this.rules.maxDeliveries) {
      this.bury(message);
      this.finish(message);
    } else if (ending === 'gone') this.ready.add(message, this.rules.gone);
    else if (this.rules.redeliverAfter > 0) {
      this.readyLater(message, this.rules.failed, this.rules.redeliverAfter);
    } else this.ready.add(message, this.rules.failed);
  }

  /** Done after all: wherever the message is by now, it need not be delivered again. */
  private settleLate(message: Message): void {
    if (message.dead) return;
    if (message.inHand) this.letGo(message);
    else this.ready.remove(message);
    this.facts.acknowledged(message);
    message.dead = true;
    this.finish(message);
  }

  private letGo(message: Message): void {
    this.held--;
    message.inHand = false;
    this.ready.release(message);
  }

  private readyLater(message: Message, place: ReturnPlace, delay: Duration): void {
    this.exchange.simulation.after(delay, readyAgain, { queue: this, message, place });
  }

  readyAgain(message: Message, place: ReturnPlace): void {
    if (message.dead) return;
    this.ready.add(message, place);
    this.resume();
  }

  /** Throws the oldest message away that nobody has in hand. */
  dropOldest(): void {
    const message = this.ready.take();
    if (message === undefined) return;
    this.ready.release(message);
    this.facts.overflowed(message);
    this.forward(message);
    this.finish(message);
  }

  /** A message for which there is no room goes where dead letters go. */
  turnAway(message: Message): void {
    this.forward(message);
  }

  /** Hands out ready messages while there are consumers with a free hand, in turn. */
  protected resume(): void {
    this.expire();
    while (this.ready.length > 0 && !this.down && this.held < this.rules.inFlight) {
      const slot = this.freeSlot();
      if (slot === null) return;
      const message = this.ready.take();
      if (message === undefined) return;
      this.facts.delivered(message);
      if (this.rules.acknowledge === 'before') {
        this.facts.acknowledged(message);
        this.backlog--;
        this.ready.release(message);
        this.onRoom?.();
      } else {
        this.held++;
        message.inHand = true;
      }
      slot.deliver(message, 0);
    }
  }

  /** What has been ready for too long is given up, the oldest first. */
  private expire(): void {
    const { timeToLive } = this.rules;
    if (timeToLive === Number.POSITIVE_INFINITY) return;
    const { simulation } = this.exchange;
    for (let head = this.ready.head; head !== undefined; head = this.ready.head) {
      const end = head.publishedAt + timeToLive;
      if (end > simulation.now) {
        if (this.expiry !== NO_EVENT) simulation.cancel(this.expiry);
        this.expiry = simulation.at(end, lookForOld, this);
        return;
      }
      this.ready.remove(head);
      this.facts.expired(head);
      this.forward(head);
      this.finish(head);
    }
  }

  /** The oldest message may have grown too old. */
  lookForOld(): void {
    this.expiry = NO_EVENT;
    this.resume();
  }

  private freeSlot(): Slot | null {
    for (let n = 0; n < this.slots.length; n++) {
      const slot = this.slots[(this.nextSlot + n) % this.slots.length] as Slot;
      if (!slot.reachable || slot.inFlight >= this.rules.concurrency) continue;
      this.nextSlot = (slot.index + 1) % this.slots.length;
      return slot;
    }
    return null;
  }
}

function timeIsOver({ queue, message }: { queue: QueueSubscription; message: Message }): void {
  queue.timeIsOver(message);
}

interface Return {
  readonly queue: QueueSubscription;
  readonly message: Message;
  readonly place: ReturnPlace;
}

function readyAgain({ queue, message, place }: Return): void {
  queue.readyAgain(message, place);
}

function lookForOld(queue: QueueSubscription): void {
  queue.lookForOld();
}
