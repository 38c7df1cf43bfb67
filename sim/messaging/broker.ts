/** Brokers: take messages from publishers, keep them, and see to it that subscribers get them. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { limit } from '../catalogue/scalars.js';
import { salt } from '../kernel/random.js';
import type { Duration } from '../kernel/time.js';
import type { Call, Handler, Hooks } from '../primitives/call.js';
import type { Distribution } from '../primitives/distribution.js';
import { distribution } from '../primitives/distributions/index.js';
import type { Exchange } from '../primitives/exchange.js';
import { OK, Outcome } from '../primitives/outcome.js';
import type { Process } from '../primitives/process.js';
import { TokenBucket } from '../primitives/token-bucket.js';
import { Correlation } from './correlation.js';
import { type Letter, Message } from './message.js';
import type { Cluster, Controlled } from './node.js';
import { Recent } from './recent.js';
import type { SubscriberSite, Subscription } from './subscription.js';

/** A broker, as assembled. */
export interface BrokerSite {
  readonly exchange: Exchange;
  /** The broker's name. */
  readonly name: string;
  /** In the order of the options. */
  readonly subscribers: readonly SubscriberSite[];
  /** Routing keys with which messages are published: a call's operation is an index of these. */
  readonly topics: readonly string[];
}

/** One copy of a publisher, as the client library that it uses sees it. */
export interface PublisherSite {
  /** Such as `shop -> orders`. */
  readonly place: string;
  readonly process: Process;
}

/** A broker in the model. */
export interface BrokerModel {
  readonly subscriptions: readonly Subscription[];
  /** The hooks through which messages are published. */
  hooks(): Hooks;
  /** Down: publishers are refused and nothing is delivered; what is stored stays. */
  setDown(down: boolean): void;
  /** Takes a message that comes from another broker. */
  take(letter: Letter): void;
  /** Its nodes, where it has any that can fail by themselves. */
  readonly cluster?: Cluster;
  /** Who runs its cluster, where somebody does. */
  readonly controlled?: Controlled;
  /** The client library of a publisher: what stands between it and the network. */
  producer?(site: PublisherSite, network: Handler): Handler;
}

/** A broker's entry in the catalogue. */
export interface BrokerMember<Kind extends string = string, E extends Fields = Fields>
  extends Member<Kind, E, (options: Options<E>, site: BrokerSite) => BrokerModel> {
  /** Messages need a key: clients that cause them must have `keys`. */
  readonly keyed?: true;
  /** Whether a subscriber gets the messages with a routing key; without, each gets every message. */
  readonly receives?: (options: Options<E>, subscriber: string, topic: string) => boolean;
  /** It has a controller, and groups with coordinators. */
  readonly controlled?: true;
  /** Consumers fetch many messages at a time: only the first of them travels over the network. */
  readonly fetched?: true;
  /** A relation between options that no single field can check; returns what is expected instead. */
  readonly check?: (options: Options<E>) => string | undefined;
}

export function defineBroker<const Kind extends string, const E extends Fields>(
  member: BrokerMember<Kind, E>,
) {
  return member;
}

/** Makes a subscription for each subscriber, with what the scenario says of it. */
export function subscriptionsOf<O, S extends Subscription>(
  { subscribers }: BrokerSite,
  options: Readonly<Record<string, O>>,
  make: (options: O, site: SubscriberSite) => S,
): readonly S[] {
  return Object.values(options).map((each, index) =>
    make(each, subscribers[index] as SubscriberSite),
  );
}

/** What brokers say that take every message by itself. */
export const INTAKE = {
  write: distribution({
    doc: 'Time until a message is safe and the publisher gets its confirmation.',
    optional: true,
  }),
  capacity: limit({
    doc: 'Messages held for a subscriber before publishers are turned away with queue-full.',
    default: 'unlimited',
    min: 1,
  }),
};

/** What a broker does that takes every message by itself. */
export interface Intake {
  /** Time until a message is safe and confirmed; without, none. */
  readonly write?: Distribution | undefined;
  /** Messages it holds for a subscription before it turns publishers away. */
  readonly capacity: number;
  /** Messages it takes per second; others are turned away. Without, as many as come. */
  readonly rate?: number | undefined;
  /** A message of the same request that comes again within this time is confirmed and thrown away. */
  readonly deduplicate?: Duration | undefined;
}

const WRITE = salt('broker.write');

/** A broker that takes every message by itself, for every subscription. */
export class Broker implements BrokerModel {
  protected readonly exchange: Exchange;
  private down = false;
  private serial = 0;
  private readonly recent: Recent | null;
  private readonly refused: Outcome;
  private readonly full: Outcome;
  private readonly limited: Outcome;
  private readonly bucket: TokenBucket | null;

  constructor(
    { exchange, name }: BrokerSite,
    readonly subscriptions: readonly Subscription[],
    private readonly intake: Intake,
  ) {
    this.exchange = exchange;
    const { deduplicate, rate } = intake;
    this.bucket = rate === undefined ? null : new TokenBucket(rate, rate);
    this.recent = deduplicate === undefined ? null : new Recent(deduplicate);
    this.refused = Outcome.failure('refused', name);
    this.full = Outcome.failure('queue-full', name);
    this.limited = Outcome.failure('rate-limited', name);
  }

  hooks(): Hooks {
    const { write } = this.intake;
    return {
      enter: (call) => {
        if (this.down) call.settle(this.refused);
        else if (this.bucket?.tryTake(this.exchange.simulation.now) === false) {
          call.settle(this.limited);
        } else if (write === undefined) this.accept(call);
        else call.wake(write.sample(call, WRITE));
      },
      woken: (call) => {
        if (this.down) call.settle(this.refused);
        else this.accept(call);
      },
    };
  }

  setDown(down: boolean): void {
    this.down = down;
    for (const subscription of this.subscriptions) subscription.setDown(down);
  }

  private accept(call: Call): void {
    if (this.subscriptions.some(({ backlog }) => backlog >= this.intake.capacity)) {
      call.settle(this.full);
      return;
    }
    const letter = letterOf(call);
    if (this.recent?.isNew(letter, call.operation) !== false) this.take(letter);
    call.settle(OK);
  }

  take(letter: Letter): void {
    const serial = this.serial++;
    for (const subscription of this.subscriptions) subscription.store(new Message(letter, serial));
  }
}

/** The message that a call publishes. */
export function letterOf({ request, keyHigh, keyLow, cargo, exchange }: Call): Letter {
  return {
    request,
    keyHigh,
    keyLow,
    key: request.key,
    publishedAt: exchange.simulation.now,
    correlation: cargo instanceof Correlation ? cargo : null,
  };
}
