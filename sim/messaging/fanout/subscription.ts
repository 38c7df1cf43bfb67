/** Plain fan-out: messages are sent to whoever is there, kept nowhere, and lost where they cannot be taken. */
import { draw, salt } from '../../kernel/random.js';
import type { Duration, Instant } from '../../kernel/time.js';
import { Deque } from '../../primitives/deque.js';
import type { Delivery, Ending, Slot } from '../delivery.js';
import type { Message } from '../message.js';
import { type Handling, type SubscriberSite, Subscription } from '../subscription.js';

export interface FanOutRules extends Handling {
  /** Messages that one consumer works on at once; others wait in its buffer. */
  readonly concurrency: number;
  /** Every instance gets every message; otherwise one of them does. */
  readonly everyInstance: boolean;
  /** Which of them: one after the other, or any. */
  readonly choice: 'circle' | 'chance';
  /** Messages that wait for a consumer before there is no room. */
  readonly buffer: number;
  /** A lower bound, and how long a consumer may be above it. */
  readonly softBuffer: number;
  readonly softTime: Duration;
  /**
   * When the buffer of a consumer is full: new messages are dropped; it is cut off at once and all that waited is lost;
   * or it still reads what waited, and learns only then that its connection is closed.
   */
  readonly whenFull: 'drop' | 'cut-off' | 'close';
  /** How long it takes a consumer to come back that was cut off. */
  readonly reconnect: Duration;
}

const GROUP = salt('subscription.member');

/** One instance of the subscriber, and what waits for it. */
class Outbox {
  readonly waiting = new Deque<Message>();
  /** Cut off until then. */
  awayUntil: Instant = 0;
  /** Above the lower bound since then; negative for not at all. */
  highSince: Instant = -1;
  /** Its connection is closed, and it has not noticed yet. */
  closing = false;

  constructor(readonly slot: Slot) {}
}

export class FanOutSubscription extends Subscription {
  private readonly outboxes: readonly Outbox[];
  private next = 0;

  constructor(
    site: SubscriberSite,
    private readonly rules: FanOutRules,
  ) {
    super(site, { heartbeat: 0, noticesResets: true }, rules);
    this.outboxes = this.slots.map((slot) => new Outbox(slot));
  }

  /** Each copy is a message of its own. */
  publish(copy: () => Message): void {
    if (this.rules.everyInstance) for (const outbox of this.outboxes) this.send(copy(), outbox);
    else {
      const message = copy();
      this.send(message, this.choose(message));
    }
  }

  private choose(message: Message): Outbox {
    const { length } = this.outboxes;
    if (this.rules.choice === 'chance') this.next = Math.floor(draw(message, GROUP) * length);
    for (let n = 0; n < length; n++) {
      const outbox = this.outboxes[(this.next + n) % length] as Outbox;
      if (!this.isThere(outbox)) continue;
      this.next = (this.next + n + 1) % length;
      return outbox;
    }
    return this.outboxes[this.next % length] as Outbox;
  }

  /** Whether any instance of the subscriber is there. */
  get reachesSomebody(): boolean {
    return this.outboxes.some((outbox) => this.isThere(outbox));
  }

  private isThere({ slot, awayUntil, closing }: Outbox): boolean {
    return slot.connected && !closing && awayUntil <= this.exchange.simulation.now;
  }

  private send(message: Message, outbox: Outbox): void {
    this.store(message);
    if (this.down || !this.isThere(outbox)) {
      this.drop(message);
      return;
    }
    outbox.waiting.push(message);
    this.work(outbox);
    if (outbox.waiting.length > this.rules.buffer) this.overflow(outbox);
    else this.watch(outbox);
  }

  protected accept(): void {}

  private overflow(outbox: Outbox): void {
    if (this.rules.whenFull === 'cut-off') this.cutOff(outbox);
    else {
      this.drop(outbox.waiting.pop() as Message);
      outbox.closing = this.rules.whenFull === 'close';
    }
  }

  /** A buffer may be above its lower bound for a while, not for ever. */
  private watch(outbox: Outbox): void {
    if (outbox.waiting.length <= this.rules.softBuffer || outbox.highSince >= 0) return;
    const { simulation } = this.exchange;
    outbox.highSince = simulation.now;
    simulation.after(this.rules.softTime, lookAgain, {
      subscription: this,
      outbox,
      since: outbox.highSince,
    });
  }

  lookAgain(outbox: Outbox, since: Instant): void {
    if (outbox.highSince === since) this.cutOff(outbox);
  }

  /** It does not read, or there would be room: it learns of it when it reads again. */
  private cutOff(outbox: Outbox): void {
    this.clear(outbox);
    outbox.closing = true;
  }

  private clear(outbox: Outbox): void {
    outbox.highSince = -1;
    for (let each = outbox.waiting.shift(); each !== undefined; each = outbox.waiting.shift()) {
      this.drop(each);
    }
  }

  private drop(message: Message): void {
    this.facts.overflowed(message);
    this.finish(message);
  }

  private work(outbox: Outbox): void {
    const { slot, waiting } = outbox;
    while (slot.inFlight < this.rules.concurrency && waiting.length > 0) {
      const message = waiting.shift() as Message;
      this.facts.delivered(message);
      // Sent is done with: nobody waits for an answer.
      this.facts.acknowledged(message);
      slot.deliver(message, 0);
      this.finish(message);
    }
    if (waiting.length <= this.rules.softBuffer) outbox.highSince = -1;
    if (outbox.closing && slot.inFlight < this.rules.concurrency) {
      outbox.closing = false;
      outbox.awayUntil = this.exchange.simulation.now + this.rules.reconnect;
    }
  }

  ended({ message, slot }: Delivery, ending: Ending): void {
    if (ending !== 'done') this.facts.lost(message);
    this.work(this.outboxes[slot.index] as Outbox);
  }

  overdue(): void {}

  membershipChanged(slot: Slot): void {
    const outbox = this.outboxes[slot.index] as Outbox;
    outbox.closing = false;
    if (!slot.connected) this.clear(outbox);
  }

  protected resume(): void {}
}

interface Look {
  readonly subscription: FanOutSubscription;
  readonly outbox: Outbox;
  readonly since: Instant;
}

function lookAgain({ subscription, outbox, since }: Look): void {
  subscription.lookAgain(outbox, since);
}
