/** Brokers: take messages from publishers, keep them, and see to it that subscribers get them. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { choice, duration, integer, limit } from '../catalogue/scalars.js';
import { salt } from '../kernel/random.js';
import type { Call, Hooks } from '../primitives/call.js';
import type { Distribution } from '../primitives/distribution.js';
import type { Exchange } from '../primitives/exchange.js';
import { OK, Outcome } from '../primitives/outcome.js';
import { type Consumer, type Delivery, type Ending, type Engine, Slot } from './delivery.js';
import { Message, MessageFacts } from './message.js';

/** What every subscription says. */
export const SUBSCRIPTION = {
  concurrency: integer({
    doc: 'Messages that one consumer instance has in hand at once (prefetch). A log hands out at most one per partition.',
    default: 10,
    min: 1,
  }),
  acknowledge: choice(['after', 'before'], {
    doc: 'After processing: at least once, duplicates when a consumer dies. Before: at most once, losses when it dies.',
    default: 'after',
  }),
  'acknowledge-within': duration({
    doc: 'Without an acknowledgement by then the message is delivered again (visibility timeout).',
    optional: true,
  }),
  'max-deliveries': limit({
    doc: 'A message that was delivered so often without success becomes a dead letter.',
    default: 'unlimited',
    min: 1,
  }),
  'redeliver-after': duration({
    doc: 'The wait before a message that could not be processed is delivered again.',
    default: '1s',
  }),
  'heartbeat-timeout': duration({
    doc: 'How long until the death of a silent consumer is noticed.',
    default: '45s',
    source: 'Kafka session.timeout.ms 45 s; RabbitMQ heartbeat 60 s',
  }),
};

export type SubscriptionOptions = Options<typeof SUBSCRIPTION>;

/** A subscription, as assembled. */
export interface SubscriptionSite {
  readonly exchange: Exchange;
  /** Index among the scenario's subscriptions. */
  readonly index: number;
  /** The broker's name. */
  readonly broker: string;
  /** Such as `orders -> shipping.ship`. */
  readonly place: string;
  readonly options: SubscriptionOptions;
  readonly consumers: readonly Consumer[];
}

/** One subscription's part of a broker: stores and delivers its copies of the messages. */
export abstract class Subscription implements Engine {
  protected readonly exchange: Exchange;
  protected readonly options: SubscriptionOptions;
  protected readonly facts: MessageFacts;
  protected readonly slots: readonly Slot[];
  protected down = false;
  private readonly place: string;
  /** Messages that are not yet done with. */
  backlog = 0;

  /** @param noticesResets a consumer's broken connection tells of its death at once. */
  constructor(
    { exchange, index, broker, place, options, consumers }: SubscriptionSite,
    noticesResets: boolean,
  ) {
    this.exchange = exchange;
    this.options = options;
    this.place = broker;
    this.facts = new MessageFacts(exchange.simulation.probe, index);
    this.slots = consumers.map(
      (consumer, slot) =>
        new Slot(exchange, {
          index: slot,
          place,
          consumer,
          engine: this,
          within: options['acknowledge-within'],
          heartbeat: options['heartbeat-timeout'],
          noticesResets,
        }),
    );
  }

  /** The broker is down, or up again. */
  setDown(down: boolean): void {
    this.down = down;
    if (!down) this.resume();
  }

  /** Takes a message in. */
  store(message: Message): void {
    this.backlog++;
    this.exchange.checkRoom(this.backlog, 'messages are kept', this.place);
    this.facts.stored(message);
    this.accept(message);
  }

  protected abstract accept(message: Message): void;
  abstract ended(delivery: Delivery, ending: Ending): void;
  abstract overdue(delivery: Delivery): void;
  abstract membershipChanged(slot: Slot): void;
  /** Goes on delivering. */
  protected abstract resume(): void;
}

/** A broker's entry in the catalogue: builds subscriptions. */
export type BrokerMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>, site: SubscriptionSite) => Subscription
>;

export function defineBroker<const Kind extends string, const E extends Fields>(
  member: BrokerMember<Kind, E>,
) {
  return member;
}

const WRITE = salt('broker.write');

/** A broker in the model: what publishers call. */
export class Broker {
  private down = false;
  private serial = 0;
  private readonly refused: Outcome;
  private readonly full: Outcome;

  /**
   * @param write time until a message is safe and confirmed; null for none.
   * @param capacity messages it holds for a subscription before it turns publishers away.
   */
  constructor(
    private readonly exchange: Exchange,
    readonly name: string,
    private readonly subscriptions: readonly Subscription[],
    private readonly write: Distribution | null,
    private readonly capacity: number,
  ) {
    this.refused = Outcome.failure('refused', name);
    this.full = Outcome.failure('queue-full', name);
  }

  /** The hooks through which messages are published. */
  hooks(): Hooks {
    return {
      enter: (call) => {
        if (this.down) call.settle(this.refused);
        else if (this.write === null) this.accept(call);
        else call.wake(this.write.sample(call, WRITE));
      },
      woken: (call) => {
        if (this.down) call.settle(this.refused);
        else this.accept(call);
      },
    };
  }

  /** Down: publishers are refused and nothing is delivered; what is stored stays. */
  setDown(down: boolean): void {
    this.down = down;
    for (const subscription of this.subscriptions) subscription.setDown(down);
  }

  private accept(call: Call): void {
    if (this.subscriptions.some(({ backlog }) => backlog >= this.capacity)) {
      call.settle(this.full);
      return;
    }
    const { request } = call;
    const serial = this.serial++;
    const { now } = this.exchange.simulation;
    for (const subscription of this.subscriptions) {
      this.exchange.requests.hold(request);
      subscription.store(new Message(request, call, request.key, now, serial));
    }
    call.settle(OK);
  }
}
