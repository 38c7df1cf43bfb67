/** Subscriptions: one subscriber's part of a broker, which stores and delivers its copies of the messages. */
import type { Fields, Options } from '../catalogue/field.js';
import { fields, named } from '../catalogue/groups.js';
import { choice, duration, integer, limit, reference } from '../catalogue/scalars.js';
import type { Duration } from '../kernel/time.js';
import type { Exchange } from '../primitives/exchange.js';
import type { Outcome } from '../primitives/outcome.js';
import { type Consumer, type Delivery, type Ending, type Engine, Slot } from './delivery.js';
import { type Letter, Message, MessageFacts } from './message.js';
import { Parked, REPLAY } from './parked.js';

const DEAD_LETTERS = reference('broker', {
  doc: 'Where dead letters go; without, they are only counted.',
  optional: true,
});

const DEDUPLICATION = duration({
  doc: 'Consumers remember for so long what they have processed, and acknowledge it again without working on it.',
  optional: true,
});

const LATE = duration({
  doc: 'A message that is worked on to the end longer than this after it was published counts as late.',
  optional: true,
});

/** What subscriptions can say about messages that are given up, come twice or come late. */
export const CARE = {
  'dead-letters': DEAD_LETTERS,
  replay: REPLAY,
  deduplicate: DEDUPLICATION,
  'late-after': LATE,
};

/** The same of products that do not hide how a message comes again. */
export const HANDLING = {
  'max-deliveries': limit({
    doc: 'A message that was delivered so often without success becomes a dead letter.',
    default: 'unlimited',
    min: 1,
  }),
  'redeliver-after': duration({
    doc: 'The wait before a message that could not be processed is delivered again.',
    default: '1s',
  }),
  ...CARE,
};

/** What subscriptions of the plain kinds say. */
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
  ...HANDLING,
  'heartbeat-timeout': duration({
    doc: 'How long until the death of a silent consumer is noticed.',
    default: '45s',
    source: 'Kafka session.timeout.ms 45 s; RabbitMQ heartbeat 60 s',
  }),
};

/** The field in which a kind of broker lists its subscribers. */
export function subscribers<const E extends Fields>(entries: E) {
  return named(fields(entries, { doc: 'How an operation gets messages.' }), {
    doc: 'Operations that get a copy of every message, by name: `shipping.ship`.',
    example: 'stock.reserve',
  });
}

/** A subscriber, as assembled. */
export interface SubscriberSite {
  readonly exchange: Exchange;
  /** Index among the scenario's subscriptions. */
  readonly index: number;
  /** The broker's name. */
  readonly broker: string;
  /** Such as `orders -> shipping.ship`. */
  readonly place: string;
  readonly consumers: readonly Consumer[];
  /** Hands a message to another broker of the scenario. */
  forward(broker: string, letter: Letter): void;
}

/** How a subscription learns of its consumers' fate. */
export interface Connection {
  /** Time to acknowledge; undefined for no limit. */
  readonly within?: Duration | undefined;
  /** How long the death of a silent consumer stays unnoticed. */
  readonly heartbeat: Duration;
  /** A broken connection tells of a death at once. */
  readonly noticesResets: boolean;
  /** Consumers fetch: nothing is sent to one that is dead or stands still. */
  readonly pulls?: boolean;
}

type HandlingOptions = Options<typeof CARE>;

export type Handling = {
  readonly [K in keyof HandlingOptions]?: HandlingOptions[K] | undefined;
};

/** One subscription's part of a broker. */
export abstract class Subscription implements Engine {
  protected readonly exchange: Exchange;
  protected readonly facts: MessageFacts;
  protected readonly slots: readonly Slot[];
  protected down = false;
  /** Index among the scenario's subscriptions. */
  readonly index: number;
  private readonly broker: string;
  private readonly parked: Parked | null;
  /** Messages that are not yet done with. */
  backlog = 0;
  /** Told when a message is done with. */
  onRoom: (() => void) | null = null;

  constructor(
    private readonly site: SubscriberSite,
    connection: Connection,
    private readonly handling: Handling,
  ) {
    const { exchange, index, broker, place, consumers } = site;
    this.exchange = exchange;
    this.broker = broker;
    this.index = index;
    this.facts = new MessageFacts(exchange.simulation.probe, index);
    const { deduplicate, replay } = handling;
    this.parked =
      replay === undefined
        ? null
        : new Parked(exchange.simulation, replay, (message) => this.putBack(message));
    this.slots = consumers.map(
      (consumer, slot) =>
        new Slot(exchange, {
          index: slot,
          place,
          consumer,
          engine: this,
          deduplicate,
          processed: (message, outcome) => this.worked(message, outcome),
          ...connection,
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
    this.exchange.requests.hold(message.request);
    this.backlog++;
    this.exchange.calls.checkRoom(this.backlog, 'messages are kept', this.broker);
    this.facts.stored(message);
    this.accept(message);
  }

  /** A consumer has come to the end of its work; whoever asked gets the answer, unless the broker is down. */
  private worked(message: Message, outcome: Outcome): void {
    this.facts.processed(message);
    const { correlation, processed, publishedAt } = message;
    const { 'late-after': bound = Number.POSITIVE_INFINITY } = this.handling;
    const age = this.exchange.simulation.now - publishedAt;
    if (processed === 1 && age > bound) this.facts.late(message);
    if (correlation === null || this.down) return;
    correlation.reply(message, outcome, () => this.facts.orphaned(message));
  }

  /** A message that was delivered too often is put aside. */
  protected bury(message: Message): void {
    message.dead = true;
    this.facts.dead(message);
    this.forward(message);
    if (this.parked !== null) this.park(message, this.parked);
  }

  /** Put back, it is like a new one. */
  private park(message: Message, parked: Parked): void {
    const again = new Message(message, message.serial);
    again.partition = message.partition;
    if (parked.keep(again)) this.exchange.requests.hold(message.request);
  }

  /** A dead letter comes back. */
  private putBack(message: Message): void {
    this.backlog++;
    this.facts.replayed(message);
    this.accept(message);
  }

  /** Sends a message to where dead letters go. */
  protected forward(message: Message): void {
    const { 'dead-letters': letters } = this.handling;
    // Whoever takes care of dead letters does not answer for those who should have.
    if (letters !== undefined) this.site.forward(letters, { ...message, correlation: null });
  }

  /** A message is done with. */
  protected finish(message: Message): void {
    this.backlog--;
    this.exchange.requests.drop(message.request);
    this.onRoom?.();
  }

  protected abstract accept(message: Message): void;
  abstract ended(delivery: Delivery, ending: Ending): void;
  abstract overdue(delivery: Delivery): void;
  abstract membershipChanged(slot: Slot): void;
  /** Goes on delivering. */
  protected abstract resume(): void;
}
