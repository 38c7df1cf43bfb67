/** The queue engine: a state per message: ready, in a consumer's hands, waiting to be tried again, done, or dead. */
import { NO_EVENT } from '../../kernel/calendar.js';
import type { Duration } from '../../kernel/time.js';
import type { Delivery, Ending, Slot } from '../delivery.js';
import type { Message } from '../message.js';
import { type SubscriberSite, Subscription } from '../subscription.js';
import { Groups } from './groups.js';
import { Ready, type ReturnPlace, type Waiting } from './ready.js';
import type { QueueRules } from './rules.js';
import { Turns } from './turns.js';

export class QueueSubscription extends Subscription {
  private readonly ready: Waiting;
  private readonly turns: Turns;
  /** In consumers' hands. */
  private held = 0;
  /** Serial of the oldest message that can still be had. */
  private oldest = 0;
  private expiry = NO_EVENT;
  /** Deliveries that went with their consumers, where these look for them when they are back. */
  private leftBehind: Delivery[] = [];

  constructor(
    site: SubscriberSite,
    private readonly rules: QueueRules,
  ) {
    super(site, rules, rules);
    this.ready = rules.grouped ? new Groups() : new Ready();
    this.turns = new Turns(this.slots, rules.turn, rules.concurrency);
  }

  /** Messages that wait for a consumer. */
  get waiting(): number {
    return this.ready.length;
  }

  /** Nothing older than this can be had any more. */
  private trim(serial: number): void {
    this.oldest = serial;
    for (let { head } = this.ready; head !== undefined; head = this.ready.head) {
      if (head.serial >= serial) return;
      this.dropOldest();
    }
  }

  protected accept(message: Message): void {
    this.trim(message.serial + 1 - this.rules.maxLength);
    if (this.rules.delay > 0) this.readyLater(message, 'back', this.rules.delay);
    else {
      this.ready.add(message, 'back');
      this.resume();
    }
  }

  ended(delivery: Delivery, ending: Ending): void {
    const { message, slot, late } = delivery;
    this.turns.freed(slot);
    const { diedAt } = slot;
    const hasDied = ending === 'gone' && diedAt > 0 && diedAt >= message.deliveredAt;
    if (this.rules.rereads && hasDied) this.leftBehind.push(delivery);
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
      const { deliveries } = message;
      const wait = { queue: this, message, deliveries };
      this.exchange.simulation.after(Math.max(0, left), timeIsOver, wait);
    }
  }

  timeIsOver(message: Message, deliveries: number): void {
    // Whoever had it may have read it again meanwhile.
    if (message.dead || message.deliveries !== deliveries) return;
    this.outOfTime(message);
    this.resume();
  }

  overdue({ message }: Delivery): void {
    if (this.rules.acknowledge === 'after') this.outOfTime(message);
    this.resume();
  }

  private outOfTime(message: Message): void {
    const { claimEvery } = this.rules;
    const { now } = this.exchange.simulation;
    // Nobody looks but those who claim.
    if (message.dead) return;
    if (claimEvery > 0) {
      this.letGo(message);
      this.exchange.simulation.after(claimEvery - (now % claimEvery), claim, {
        queue: this,
        message,
      });
    } else this.conclude(message, 'gone');
  }

  /** Who has a free hand looks for what has been left; when nobody has, it is left until the next time. */
  claim(message: Message): void {
    const { claimEvery } = this.rules;
    if (this.turns.any) this.readyAgain(message, 'original');
    else if (!message.dead) {
      this.exchange.simulation.after(claimEvery, claim, { queue: this, message });
    }
  }

  membershipChanged(slot: Slot): void {
    this.turns.freed(slot);
    if (this.rules.rereads && slot.reachable) this.readAgain(slot);
    this.resume();
  }

  /** A consumer that is back begins with what it had in hand, unless somebody else has claimed it. */
  private readAgain(slot: Slot): void {
    const own = this.leftBehind.filter((each) => each.slot === slot);
    this.leftBehind = this.leftBehind.filter((each) => each.slot !== slot);
    for (const { message, turn } of own) {
      if (message.dead || !message.inHand || message.deliveries !== turn) continue;
      this.facts.delivered(message);
      slot.deliver(message, 0);
    }
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
    } else if (this.isSpent(message) && this.rules.givesUp === 'at-once') this.giveUp(message);
    else if (ending === 'gone') this.readyAgain(message, this.rules.gone);
    else if (this.rules.redeliverAfter > 0) {
      this.readyLater(message, this.rules.failed, this.rules.redeliverAfter);
    } else this.readyAgain(message, this.rules.failed);
  }

  private isSpent({ deliveries }: Message): boolean {
    return deliveries >= this.rules.maxDeliveries;
  }

  private giveUp(message: Message): void {
    this.bury(message);
    this.finish(message);
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
    if (this.isSpent(message)) this.giveUp(message);
    else if (message.serial < this.oldest) this.drop(message);
    else {
      this.ready.add(message, place);
      this.resume();
    }
  }

  /** Throws the oldest message away that nobody has in hand. */
  dropOldest(): void {
    const message = this.ready.take();
    if (message === undefined) return;
    this.ready.release(message);
    this.drop(message);
  }

  private drop(message: Message): void {
    message.dead = true;
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
      const slot = this.turns.take();
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
      head.dead = true;
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
}

interface Left {
  readonly queue: QueueSubscription;
  readonly message: Message;
}

function claim({ queue, message }: Left): void {
  queue.claim(message);
}

function timeIsOver({ queue, message, deliveries }: Left & { deliveries: number }): void {
  queue.timeIsOver(message, deliveries);
}

interface Return extends Left {
  readonly place: ReturnPlace;
}

function readyAgain({ queue, message, place }: Return): void {
  queue.readyAgain(message, place);
}

function lookForOld(queue: QueueSubscription): void {
  queue.lookForOld();
}
