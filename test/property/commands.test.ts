/**
 * Brokers under commands in any order: consumers die, come back and stand still, brokers and their nodes go down, time goes
 * on; whatever was said before, the account of messages is right at every instant.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { MILLISECOND } from '../../sim/kernel/time.js';
import { partitionOfKey } from '../../sim/messaging/log/murmur.js';
import {
  type Message,
  messageAcknowledged,
  messageDead,
  messageDelivered,
  messageExpired,
  messageOverflowed,
  messageReplayed,
  messageStored,
} from '../../sim/messaging/message.js';
import type { Call } from '../../sim/primitives/call.js';
import type { Mend } from '../../sim/primitives/trouble.js';
import type { Model } from '../../sim/scenario/model.js';
import type { Copy } from '../../sim/services/copy.js';
import type { Instance } from '../../sim/services/instance.js';
import { callLeft, callStarted } from '../../sim/services/service.js';
import { modelOf } from '../trace.js';

const RUNS = Number(process.env.FAULTLINE_RUNS ?? 80);
const INSTANCES = 3;
const PARTITIONS = 2;
/** The account is looked at so often. */
const LOOK = 5 * MILLISECOND;

type Options = Record<string, unknown>;

interface Product {
  readonly name: string;
  readonly broker: Options;
  readonly subscriber: Options;
  /** How long a consumer takes for a message; some longer than they may. */
  readonly work?: string;
  /** Deliveries of a message, at most. */
  readonly limit?: number;
  /** Messages with one key, or of one partition, are acknowledged in the order in which they came. */
  readonly inOrder?: 'key' | 'partition';
  /** Only one consumer at a time works on a key or a partition, as long as nobody is thought dead who is not. */
  readonly alone?: 'key' | 'partition';
}

/** The broker with its consumers, and the books that the test keeps of it. */
class System {
  readonly model: Model;
  readonly workers: readonly Instance[];
  private readonly open = new Set<Message>();
  private readonly deliveries = new Map<Message, number>();
  private readonly latest = new Map<number, number>();
  /** Who works on what, by key or partition. */
  private readonly at = new Map<number, Map<Copy, number>>();
  readonly complaints: string[] = [];
  /** Somebody stands still: the broker may take it for dead while it works on. */
  haunted = false;

  constructor(private readonly product: Product) {
    this.model = modelOf({
      clients: { user: { calls: 'front.go', load: '100/s', keys: { uniform: 5 } } },
      services: {
        front: { threads: 'unlimited', operations: { go: [{ publish: 'jobs' }] } },
        worker: { instances: INSTANCES, operations: { go: [{ wait: product.work ?? '12ms' }] } },
      },
      brokers: { jobs: { ...product.broker, subscribers: { 'worker.go': product.subscriber } } },
    } as unknown as Scenario);
    this.workers = this.model.services.find(({ name }) => name === 'worker')?.instances ?? [];
    this.listen();
    for (const { client } of this.model.clients) client.start(3600 * 1000 * MILLISECOND);
  }

  private listen(): void {
    const { probe } = this.model.simulation;
    const ends = (how: string) => (_: number, message: Message) => {
      if (!this.open.delete(message)) this.complain(`${how}, but was not there`);
    };
    const begins = (_: number, message: Message) => {
      this.open.add(message);
    };
    probe.on(messageStored, begins);
    probe.on(messageReplayed, begins);
    probe.on(messageAcknowledged, ends('acknowledged'));
    probe.on(messageAcknowledged, (_, message) => this.keepOrder(message));
    probe.on(messageDead, ends('dead'));
    probe.on(messageExpired, ends('expired'));
    probe.on(messageOverflowed, ends('overflowed'));
    probe.on(messageDelivered, (_, message) => {
      const count = (this.deliveries.get(message) ?? 0) + 1;
      this.deliveries.set(message, count);
      if (count > (this.product.limit ?? Infinity)) this.complain(`delivered ${count} times`);
    });
    probe.on(callStarted, (instance, call) => this.move(instance, call, 1));
    probe.on(callLeft, (instance, call, _, started) => {
      if (started) this.move(instance, call, -1);
    });
  }

  private keepOrder({ key, serial }: Message): void {
    const { inOrder } = this.product;
    if (inOrder === undefined) return;
    const place = placeOf(key, inOrder);
    if (serial <= (this.latest.get(place) ?? -1)) this.complain(`${serial} out of order`);
    this.latest.set(place, serial);
  }

  private move(instance: Copy, { request }: Call, by: number): void {
    const { alone } = this.product;
    if (alone === undefined || !this.workers.some((each) => each === instance)) return;
    const place = placeOf(request.key, alone);
    const here = this.at.get(place) ?? new Map<Copy, number>();
    this.at.set(place, here);
    const left = (here.get(instance) ?? 0) + by;
    if (left > 0) here.set(instance, left);
    else here.delete(instance);
    if (here.size > 1 && !this.haunted) this.complain(`two work on ${alone} ${place}`);
  }

  private complain(text: string): void {
    this.complaints.push(`${text} at ${this.model.simulation.now / MILLISECOND} ms`);
  }

  /** Time goes on, and the account is looked at again and again. */
  pass(milliseconds: number): void {
    const { simulation, subscriptions } = this.model;
    const end = simulation.now + milliseconds * MILLISECOND;
    while (simulation.now < end) {
      simulation.runUntil(Math.min(end, simulation.now + LOOK));
      const kept = subscriptions.reduce((sum, { subscription }) => sum + subscription.backlog, 0);
      if (kept !== this.open.size) this.complain(`${this.open.size} are open, ${kept} are kept`);
    }
    expect(this.complaints).toEqual([]);
  }
}

const placeOf = (key: number, by: 'key' | 'partition') =>
  by === 'key' ? key : partitionOfKey(key, PARTITIONS);

/** What has been done to the system and not been mended. */
interface Known {
  readonly dead: Set<number>;
  readonly mends: Map<string, Mend>;
  down: boolean;
}

type Command = fc.Command<Known, System>;

const wait = (milliseconds: number): Command => ({
  check: () => true,
  run: (_, system) => system.pass(milliseconds),
  toString: () => `wait ${milliseconds} ms`,
});

const crash = (index: number, silently: boolean): Command => ({
  check: ({ dead }) => !dead.has(index),
  run({ dead }, system) {
    dead.add(index);
    system.workers[index]?.crash(silently);
    system.pass(1);
  },
  toString: () => `${silently ? 'silent ' : ''}crash of ${index}`,
});

const restart = (index: number): Command => ({
  check: ({ dead }) => dead.has(index),
  run({ dead }, system) {
    dead.delete(index);
    system.workers[index]?.restart();
    system.pass(1);
  },
  toString: () => `restart of ${index}`,
});

const freeze = (index: number, milliseconds: number): Command => ({
  check: ({ dead }) => !dead.has(index),
  run(_, system) {
    const { now } = system.model.simulation;
    system.haunted = true;
    system.workers[index]?.freeze(now + milliseconds * MILLISECOND);
    system.pass(1);
  },
  toString: () => `freeze of ${index} for ${milliseconds} ms`,
});

const power: Command = {
  check: () => true,
  run(known, system) {
    known.down = !known.down;
    system.model.brokers[0]?.broker.setDown(known.down);
    system.pass(1);
  },
  toString: () => 'power off or on',
};

/** A node is hit, or mended if it was. */
const node = (index: number, how: 'crashNode' | 'hangNode' | 'isolateNode'): Command => ({
  check: () => true,
  run({ mends }, system) {
    const name = `${how} ${index}`;
    const mend = mends.get(name);
    if (mend === undefined) {
      const struck = system.model.brokers[0]?.broker.cluster?.[how](index, false);
      if (struck !== undefined) mends.set(name, struck);
    } else {
      mends.delete(name);
      mend();
    }
    system.pass(1);
  },
  toString: () => `${how} ${index}`,
});

const someone = fc.integer({ min: 0, max: INSTANCES - 1 });
const commands = fc.commands<Known, System>(
  [
    fc.constantFrom(1, 7, 40, 150, 700, 3000).map(wait),
    fc.tuple(someone, fc.boolean()).map(([index, silently]) => crash(index, silently)),
    someone.map(restart),
    fc.tuple(someone, fc.constantFrom(30, 400, 3000)).map(([index, time]) => freeze(index, time)),
    fc.constant(power),
    fc
      .tuple(
        fc.integer({ min: 0, max: 2 }),
        fc.constantFrom('crashNode', 'hangNode', 'isolateNode'),
      )
      .map(([index, how]) => node(index, how)),
  ],
  { maxCommands: 30, size: 'max' },
);

const GROUP = {
  'session-timeout': '1s',
  'heartbeat-interval': '200ms',
  'initial-delay': '0s',
  'redeliver-after': '10ms',
};

const PRODUCTS: readonly Product[] = [
  { name: 'queue', broker: { kind: 'queue' }, subscriber: { 'max-deliveries': 3 }, limit: 3 },
  { name: 'log', broker: { kind: 'log', partitions: PARTITIONS }, subscriber: {} },
  ...(['eager', 'cooperative'] as const).map(
    (rebalance): Product => ({
      name: `kafka, ${rebalance}`,
      broker: { kind: 'kafka', partitions: PARTITIONS },
      subscriber: { ...GROUP, rebalance },
      inOrder: 'partition',
      alone: 'partition',
    }),
  ),
  {
    name: 'kafka-3, at most once',
    broker: { kind: 'kafka-3', partitions: PARTITIONS, acks: 'leader' },
    subscriber: { ...GROUP, commit: 'before' },
    inOrder: 'partition',
  },
  {
    name: 'rabbitmq',
    broker: { kind: 'rabbitmq', 'max-length': 30 },
    subscriber: { prefetch: 4, heartbeat: '1s', 'delivery-limit': 2 },
    limit: 3,
  },
  {
    name: 'rabbitmq-3, classic',
    broker: { kind: 'rabbitmq-3', queue: 'classic', 'message-ttl': '400ms' },
    subscriber: { prefetch: 4, heartbeat: '1s' },
  },
  {
    name: 'rabbitmq, automatic',
    broker: { kind: 'rabbitmq' },
    subscriber: { acknowledge: 'before', heartbeat: '1s' },
    limit: 1,
  },
  {
    name: 'sqs',
    broker: { kind: 'sqs' },
    work: '120ms',
    subscriber: { visibility: '60ms', 'max-receives': 3 },
    limit: 3,
  },
  {
    name: 'sqs-fifo',
    broker: { kind: 'sqs-fifo' },
    subscriber: { visibility: '30s' },
    inOrder: 'key',
    alone: 'key',
  },
  { name: 'nats', broker: { kind: 'nats', 'pending-messages': 5 }, subscriber: {}, limit: 1 },
  {
    name: 'nats, closing',
    broker: { kind: 'nats', 'pending-messages': 5, 'slow-subscriber': 'close' },
    subscriber: {},
    limit: 1,
  },
  {
    name: 'jetstream',
    broker: { kind: 'jetstream', 'max-age': '100ms' },
    work: '120ms',
    subscriber: { 'ack-wait': '60ms', 'max-deliver': 4, concurrency: 3 },
    limit: 4,
  },
  {
    name: 'redis-pubsub',
    broker: {
      kind: 'redis-pubsub',
      'hard-limit': '5KiB',
      'soft-limit': '2KiB',
      'soft-time': '50ms',
    },
    subscriber: {},
    limit: 1,
  },
  {
    name: 'redis-streams',
    broker: { kind: 'redis-streams', 'max-length': 20 },
    work: '120ms',
    subscriber: { 'min-idle': '60ms', 'claim-every': '50ms', 'max-deliveries': 3 },
    limit: 3,
  },
  {
    name: 'kinesis',
    broker: { kind: 'kinesis', shards: PARTITIONS },
    subscriber: { 'lease-timeout': '1s' },
    inOrder: 'partition',
  },
  { name: 'event-bus', broker: { kind: 'event-bus', buffer: 5 }, subscriber: {}, limit: 1 },
];

describe('whatever is done to it, each message is accounted for once', () => {
  it.each(PRODUCTS)('$name', (product) => {
    fc.assert(
      fc.property(commands, (all) => {
        const setup = () => ({
          model: { dead: new Set<number>(), mends: new Map<string, Mend>(), down: false },
          real: new System(product),
        });
        fc.modelRun(setup, all);
      }),
      { numRuns: RUNS },
    );
  });
});
