/** The queue engine: a state per message: ready, in a consumer's hands, waiting to be tried again, done, or dead. */
import type { Options } from '../../catalogue/field.js';
import { Deque } from '../../primitives/deque.js';
import type { Delivery, Ending, Slot } from '../delivery.js';
import type { Message } from '../message.js';
import { type SUBSCRIPTION, type SubscriberSite, Subscription } from '../subscription.js';

type QueueOptions = Options<typeof SUBSCRIPTION>;

export class QueueSubscription extends Subscription {
  private readonly ready = new Deque<Message>();
  private nextSlot = 0;

  constructor(
    site: SubscriberSite,
    private readonly options: QueueOptions,
  ) {
    const { 'acknowledge-within': within, 'heartbeat-timeout': heartbeat } = options;
    super(site, { within, heartbeat, noticesResets: true }, options);
  }

  protected accept(message: Message): void {
    this.ready.push(message);
    this.resume();
  }

  ended({ message, late }: Delivery, ending: Ending): void {
    if (this.options.acknowledge === 'before') {
      if (ending !== 'done') this.facts.lost(message);
      this.exchange.requests.drop(message.request);
    } else if (!late) this.conclude(message, ending);
    this.resume();
  }

  overdue({ message }: Delivery): void {
    if (this.options.acknowledge === 'after') this.conclude(message, 'gone');
    this.resume();
  }

  membershipChanged(): void {
    this.resume();
  }

  private conclude(message: Message, ending: Ending): void {
    if (ending === 'done') {
      this.facts.acknowledged(message);
      this.finish(message);
    } else if (message.deliveries >= this.options['max-deliveries']) {
      this.bury(message);
      this.finish(message);
    } else if (ending === 'gone') {
      this.ready.unshift(message);
    } else {
      const retrial = { subscription: this, message };
      this.exchange.simulation.after(this.options['redeliver-after'], tryAgain, retrial);
    }
  }

  tryAgain(message: Message): void {
    this.ready.push(message);
    this.resume();
  }

  /** Hands out ready messages while there are consumers with a free hand, in turn. */
  protected resume(): void {
    while (this.ready.length > 0 && !this.down) {
      const slot = this.freeSlot();
      if (slot === null) return;
      const message = this.ready.shift() as Message;
      this.facts.delivered(message);
      if (this.options.acknowledge === 'before') {
        this.facts.acknowledged(message);
        this.backlog--;
      }
      slot.deliver(message, 0);
    }
  }

  private freeSlot(): Slot | null {
    for (let n = 0; n < this.slots.length; n++) {
      const slot = this.slots[(this.nextSlot + n) % this.slots.length] as Slot;
      if (!slot.connected || slot.inFlight >= this.options.concurrency) continue;
      this.nextSlot = (slot.index + 1) % this.slots.length;
      return slot;
    }
    return null;
  }
}

function tryAgain({
  subscription,
  message,
}: {
  subscription: QueueSubscription;
  message: Message;
}) {
  subscription.tryAgain(message);
}
