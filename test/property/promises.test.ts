/** What each product promises holds whatever goes wrong, and what it does not promise is shown broken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { SECOND } from '../../sim/kernel/time.js';
import {
  messageAcknowledged,
  messageDelivered,
  messageProcessed,
} from '../../sim/messaging/message.js';
import type { Request } from '../../sim/primitives/request.js';
import { effectApplied } from '../../sim/services/steps/effect.js';
import { requestAnswered } from '../../sim/traffic/client.js';
import { modelOf } from '../trace.js';

const RUNS = Number(process.env.FAULTLINE_RUNS ?? 60);

type Options = Record<string, unknown>;

/** What happened to the messages of one run. */
interface History {
  /** Confirmed to their publisher, by the number of the request. */
  readonly confirmed: ReadonlySet<number>;
  /** Requests whose message was worked on to the end, in that order. */
  readonly processed: readonly number[];
  /** Requests whose work had its effect, each time; also by consumers that were taken for dead. */
  readonly worked: readonly number[];
  /** The same for each key. */
  readonly byKey: ReadonlyMap<number, readonly number[]>;
  readonly maxDeliveries: number;
  /** Messages acknowledged more than once. */
  readonly twiceAcknowledged: number;
  readonly open: number;
}

function happen(
  broker: Options,
  subscriber: Options,
  faults: readonly Options[],
  keys = 3,
): History {
  const model = modelOf({
    clients: {
      user: {
        calls: 'front.go',
        load: { constant: '40/s' },
        requests: 80,
        keys: { uniform: keys },
      },
    },
    services: {
      front: { threads: 'unlimited', operations: { go: [{ publish: 'jobs' }] } },
      worker: { instances: 2, operations: { go: [{ wait: '12ms' }, { effect: 'job' }] } },
    },
    brokers: { jobs: { ...broker, subscribers: { 'worker.go': subscriber } } },
    network: { 'front -> jobs': '2ms' },
    faults,
  } as unknown as Scenario);
  const { simulation } = model;
  const { probe } = simulation;
  const confirmed = new Set<number>();
  const processed: number[] = [];
  const worked: number[] = [];
  const byKey = new Map<number, number[]>();
  const acknowledged = new Map<object, number>();
  let maxDeliveries = 0;
  // One request in 25 ms: the time at which it was sent is its number.
  const numberOf = ({ sentAt }: Request) => Math.round(sentAt / (SECOND / 40));
  probe.on(requestAnswered, (request, { ok }) => {
    if (ok) confirmed.add(numberOf(request));
  });
  probe.on(messageDelivered, (_, { deliveries }) => {
    maxDeliveries = Math.max(maxDeliveries, deliveries + 1);
  });
  probe.on(messageProcessed, (_, { request, key }) => {
    processed.push(numberOf(request));
    byKey.set(key, [...(byKey.get(key) ?? []), numberOf(request)]);
  });
  probe.on(effectApplied, (_, request) => {
    worked.push(numberOf(request));
  });
  probe.on(messageAcknowledged, (_, message) => {
    acknowledged.set(message, (acknowledged.get(message) ?? 0) + 1);
  });
  for (const { recurrence } of model.faults) recurrence.start();
  for (const { client } of model.clients) client.start(3600 * SECOND);
  simulation.runUntil(7200 * SECOND);
  return {
    confirmed,
    processed,
    worked,
    byKey,
    maxDeliveries,
    twiceAcknowledged: [...acknowledged.values()].filter((times) => times > 1).length,
    open: model.exchange.requests.held,
  };
}

const lost = ({ confirmed, processed }: History) => {
  const done = new Set(processed);
  return [...confirmed].filter((each) => !done.has(each)).length;
};
const duplicated = ({ processed }: History) => processed.length - new Set(processed).size;
const doneTwice = ({ worked }: History) => worked.length - new Set(worked).size;
/** Whether messages with the same key were first worked on in the order in which they were sent. */
const disordered = ({ byKey }: History) =>
  [...byKey.values()].some((numbers) => {
    const first = numbers.filter((each, index) => numbers.indexOf(each) === index);
    return first.some((each, index) => index > 0 && each < (first[index - 1] as number));
  });

const at = fc.integer({ min: 0, max: 2000 }).map((ms) => `${ms}ms`);
const short = fc.integer({ min: 1, max: 3000 }).map((ms) => `${ms}ms`);
const crash = fc.record({
  crash: fc.constant('worker'),
  instances: fc.constantFrom(1, 2),
  at,
  for: short,
});
const freeze = fc.record({
  freeze: fc.constant('worker'),
  instances: fc.constant(1),
  at,
  for: short,
});
const down = fc.record({ 'broker-down': fc.constant('jobs'), at, for: short });
const loss = fc.record({
  loss: fc.constant('front -> jobs'),
  rate: fc.constant('30%'),
  at,
  for: short,
});
const cut = fc.record({
  partition: fc.constant('jobs -> front'),
  at,
  for: fc.constantFrom('100ms', '40s'),
});
const node = (count: number) =>
  fc.oneof(
    fc.record({
      'node-crash': fc.constant('jobs'),
      node: fc.integer({ min: 0, max: count - 1 }),
      clean: fc.boolean(),
      at,
      for: fc.constantFrom('500ms', '20s'),
    }),
    fc.record({
      'node-hang': fc.constant('jobs'),
      node: fc.constantFrom(0, 1),
      at,
      for: fc.constantFrom('1s', '20s'),
    }),
    fc.record({
      'node-isolation': fc.constant('jobs'),
      node: fc.constantFrom(0, 1),
      at,
      for: fc.constant('20s'),
    }),
    fc.record({
      'slow-disk': fc.constant('jobs'),
      node: fc.constantFrom(0, 1),
      factor: fc.constantFrom(5, 100),
      at,
      for: short,
    }),
  );
/** Those who run the cluster of a Kafka topic. */
const runners = fc.oneof(
  fc.record({ 'controller-loss': fc.constant('jobs'), at, for: short }),
  fc.record({ 'coordinator-loss': fc.constant('jobs'), at, for: short }),
);
const faultsOf = (...kinds: fc.Arbitrary<object>[]) =>
  fc.array(fc.oneof(...kinds) as fc.Arbitrary<Options>, { maxLength: 3 });

const GROUP = {
  'session-timeout': '1s',
  'heartbeat-interval': '200ms',
  'initial-delay': '0s',
  'redeliver-after': '10ms',
};

interface Product {
  readonly name: string;
  readonly broker: Options;
  readonly subscriber: Options;
  readonly faults: fc.Arbitrary<Options[]>;
  readonly ordered?: true;
  readonly limit?: number;
}

const all = [crash, freeze, down, loss, cut];

const AT_LEAST_ONCE: readonly Product[] = [
  ...(['eager', 'cooperative', 'server'] as const).map((rebalance) => ({
    name: `kafka, acks: all, ${rebalance}`,
    broker: { kind: 'kafka', partitions: 3, 'batch-size': '2KiB', 'leader-check': '10s' },
    subscriber: { ...GROUP, rebalance },
    faults: faultsOf(...all, node(3), runners),
    ordered: true as const,
  })),
  {
    name: 'kafka with static members',
    broker: { kind: 'kafka', partitions: 2 },
    subscriber: { ...GROUP, static: true, commit: 'record' },
    faults: faultsOf(...all, node(3), runners),
    ordered: true,
  },
  {
    name: 'kafka with batch listeners',
    broker: { kind: 'kafka', partitions: 2 },
    subscriber: { ...GROUP, listener: 'batch', commit: 'batch' },
    faults: faultsOf(...all, node(3), runners),
    ordered: true,
  },
  {
    name: 'kafka with retry topics',
    broker: { kind: 'kafka', partitions: 2 },
    subscriber: { ...GROUP, 'retry-topics': ['50ms', '200ms', '1s', '5s'] },
    faults: faultsOf(...all, node(3), runners),
  },
  {
    name: 'rabbitmq, quorum',
    broker: { kind: 'rabbitmq' },
    subscriber: { heartbeat: '1s', 'delivery-limit': 'unlimited' },
    faults: faultsOf(...all, node(3)),
  },
  {
    name: 'rabbitmq, classic',
    broker: { kind: 'rabbitmq', queue: 'classic' },
    subscriber: { heartbeat: '1s' },
    faults: faultsOf(...all, node(3)),
  },
  {
    name: 'sqs',
    broker: { kind: 'sqs' },
    subscriber: { visibility: '100ms' },
    faults: faultsOf(...all),
  },
  {
    name: 'sqs-fifo',
    broker: { kind: 'sqs-fifo', send: '5ms' },
    subscriber: { visibility: '30s' },
    faults: faultsOf(crash, down),
    ordered: true,
  },
  {
    name: 'jetstream',
    broker: { kind: 'jetstream' },
    subscriber: { 'ack-wait': '100ms' },
    faults: faultsOf(...all),
  },
  {
    name: 'redis-streams',
    broker: { kind: 'redis-streams' },
    subscriber: { 'min-idle': '100ms', 'claim-every': '50ms', 'own-pending': true },
    faults: faultsOf(...all),
  },
  {
    name: 'kinesis',
    broker: { kind: 'kinesis', shards: 2 },
    subscriber: { 'lease-timeout': '1s' },
    // Records that are lost on the way and sent again may come in another order: that is not promised.
    faults: faultsOf(crash, freeze, down),
    ordered: true,
  },
];

describe('at least once: what was confirmed is worked on, acknowledged once, and let go of', () => {
  it.each(AT_LEAST_ONCE)('$name', ({ broker, subscriber, faults, ordered }) => {
    fc.assert(
      fc.property(faults, (troubles) => {
        const history = happen(broker, subscriber, troubles);
        expect(lost(history)).toBe(0);
        expect(history.twiceAcknowledged).toBe(0);
        expect(history.open).toBe(0);
        if (ordered) expect(disordered(history)).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('at most once: nothing is worked on twice, and all is let go of', () => {
  it.each([
    { name: 'nats', broker: { kind: 'nats' }, subscriber: {} },
    {
      name: 'redis-pubsub',
      broker: { kind: 'redis-pubsub' },
      subscriber: { 'every-instance': false },
    },
    { name: 'event-bus', broker: { kind: 'event-bus' }, subscriber: {} },
    {
      name: 'rabbitmq, automatic',
      broker: { kind: 'rabbitmq' },
      subscriber: { acknowledge: 'before' },
    },
    {
      name: 'kafka, commit before',
      broker: { kind: 'kafka', partitions: 2 },
      subscriber: { ...GROUP, commit: 'before' },
    },
  ])('$name', ({ broker, subscriber }) => {
    fc.assert(
      fc.property(faultsOf(crash, freeze, down), (troubles) => {
        const history = happen(broker, subscriber, troubles);
        expect(duplicated(history)).toBe(0);
        expect(history.open).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('limits of redelivery', () => {
  it.each([
    {
      broker: { kind: 'rabbitmq' },
      subscriber: { 'delivery-limit': 2, heartbeat: '1s' },
      limit: 3,
    },
    { broker: { kind: 'sqs' }, subscriber: { visibility: '10ms', 'max-receives': 2 }, limit: 2 },
    {
      broker: { kind: 'jetstream' },
      subscriber: { 'ack-wait': '10ms', 'max-deliver': 4 },
      limit: 4,
    },
    {
      broker: { kind: 'sqs-fifo' },
      subscriber: { visibility: '10ms', 'max-receives': 3 },
      limit: 3,
    },
    {
      broker: { kind: 'redis-streams' },
      subscriber: { 'min-idle': '10ms', 'claim-every': '15ms', 'max-deliveries': 3 },
      limit: 3,
    },
    {
      broker: { kind: 'queue' },
      subscriber: { 'acknowledge-within': '10ms', 'max-deliveries': 2 },
      limit: 2,
    },
    {
      broker: { kind: 'log', partitions: 2 },
      subscriber: { 'acknowledge-within': '10ms', 'max-deliveries': 2 },
      limit: 2,
    },
  ])('$broker.kind delivers at most $limit times', ({ broker, subscriber, limit }) => {
    fc.assert(
      fc.property(faultsOf(crash, freeze), (troubles) => {
        expect(happen(broker, subscriber, troubles).maxDeliveries).toBeLessThanOrEqual(limit);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Looks for troubles under which a promise that was not made is broken. */
function isBroken(
  broker: Options,
  subscriber: Options,
  faults: fc.Arbitrary<Options[]>,
  wrong: (history: History) => boolean,
): boolean {
  const search = fc.property(faults, (troubles) => !wrong(happen(broker, subscriber, troubles)));
  return fc.check(search, { numRuns: 300, seed: 7 }).failed;
}

describe('what is not promised does happen', () => {
  const kafka = { kind: 'kafka', partitions: 1, linger: '0s' };
  const nodes = faultsOf(node(3));

  it('a leader that was not in sync has not all that was confirmed, with an unclean election', () => {
    const unclean = { ...kafka, 'unclean-election': true, 'min-in-sync': 1 };
    expect(isBroken(unclean, GROUP, nodes, (each) => lost(each) > 0)).toBe(true);
  });

  it('a leader dies with what it alone had, with acks: leader', () => {
    expect(isBroken({ ...kafka, acks: 'leader' }, GROUP, nodes, (each) => lost(each) > 0)).toBe(
      true,
    );
  });

  it('nobody learns that a message did not arrive, with acks: none', () => {
    const wrong = (each: History) => lost(each) > 0;
    expect(isBroken({ ...kafka, acks: 'none' }, GROUP, faultsOf(down), wrong)).toBe(true);
  });

  it('a batch that is sent again passes a later one, without idempotence', () => {
    const broker = { ...kafka, idempotent: false, 'request-timeout': '50ms' };
    expect(isBroken(broker, GROUP, faultsOf(loss, cut), disordered)).toBe(true);
  });

  it('a batch whose answer is lost is there twice, without idempotence', () => {
    const broker = { ...kafka, idempotent: false, 'request-timeout': '50ms' };
    expect(isBroken(broker, GROUP, faultsOf(cut), (each) => duplicated(each) > 0)).toBe(true);
    const idempotent = { ...kafka, 'request-timeout': '50ms' };
    const wrong = (each: History) => duplicated(each) > 0 || disordered(each);
    expect(isBroken(idempotent, GROUP, faultsOf(cut, loss), wrong)).toBe(false);
  });

  it('work between the last commit and a crash is done twice', () => {
    expect(isBroken(kafka, GROUP, faultsOf(crash), (each) => duplicated(each) > 0)).toBe(true);
  });

  it('what a consumer had in hand is lost when it was acknowledged before', () => {
    const wrong = (each: History) => lost(each) > 0;
    expect(isBroken({ kind: 'rabbitmq' }, { acknowledge: 'before' }, faultsOf(crash), wrong)).toBe(
      true,
    );
  });

  it('competing consumers mix the order up', () => {
    const worker = { prefetch: 10, heartbeat: '1s' };
    expect(isBroken({ kind: 'rabbitmq' }, worker, faultsOf(crash, freeze), disordered)).toBe(true);
  });

  it.each([{ kind: 'nats' }, { kind: 'redis-pubsub' }, { kind: 'event-bus' }])(
    '$kind forgets whoever is away',
    (broker) => {
      expect(isBroken(broker, {}, faultsOf(crash), (each) => lost(each) > 0)).toBe(true);
    },
  );

  it.each([
    { broker: { kind: 'queue' }, subscriber: { 'acknowledge-within': '100ms' } },
    { broker: { kind: 'rabbitmq', queue: 'classic' }, subscriber: { heartbeat: '1s' } },
    { broker: { kind: 'rabbitmq' }, subscriber: { heartbeat: '1s' } },
    { broker: { kind: 'sqs' }, subscriber: { visibility: '100ms' } },
    { broker: { kind: 'sqs-fifo' }, subscriber: { visibility: '100ms' } },
    { broker: { kind: 'jetstream' }, subscriber: { 'ack-wait': '100ms' } },
    {
      broker: { kind: 'redis-streams' },
      subscriber: { 'min-idle': '100ms', 'claim-every': '50ms' },
    },
  ])('$broker.kind: one that stands still and one that took over both do the work', (each) => {
    const wrong = (history: History) => doneTwice(history) > 0;
    expect(isBroken(each.broker, each.subscriber, faultsOf(freeze), wrong)).toBe(true);
  });

  it.each([
    { broker: { kind: 'log', partitions: 2 }, subscriber: {} },
    { broker: { kind: 'kinesis', shards: 2 }, subscriber: { 'lease-timeout': '1s' } },
  ])('$broker.kind: what was not committed is done again after a crash', (each) => {
    const wrong = (history: History) => duplicated(history) > 0;
    expect(isBroken(each.broker, each.subscriber, faultsOf(crash), wrong)).toBe(true);
  });

  it.each([
    { broker: { kind: 'sqs' }, subscriber: { visibility: '100ms' } },
    { broker: { kind: 'jetstream' }, subscriber: { 'ack-wait': '100ms' } },
    {
      broker: { kind: 'redis-streams' },
      subscriber: { 'min-idle': '100ms', 'claim-every': '50ms' },
    },
  ])('$broker.kind: what comes again comes behind later ones with its key', (each) => {
    expect(isBroken(each.broker, each.subscriber, faultsOf(crash, freeze), disordered)).toBe(true);
  });
});
