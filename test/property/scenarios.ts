/** Random scenarios: layered services with every kind of step, policy, load, broker and fault. */
import fc from 'fast-check';
import type { Scenario } from '../../sim/index.js';

type Json = Record<string, unknown>;

const milliseconds = fc.integer({ min: 0, max: 40 }).map((n) => `${n}ms`);
const positive = fc.integer({ min: 1, max: 40 }).map((n) => `${n}ms`);

const demand = fc.oneof(
  milliseconds,
  positive.map((mean) => ({ exponential: mean })),
  positive.map((median) => ({
    lognormal: { median, p99: `${Number.parseInt(median, 10) * 4}ms` },
  })),
  positive.map((mean) => ({ hyperexponential: { mean, cv: 2 } })),
);

/** Steps of an operation that may call the given operations and publish to the given brokers. */
function steps(
  targets: readonly string[],
  brokers: readonly string[],
  depth = 0,
): fc.Arbitrary<Json[]> {
  const options: fc.Arbitrary<Json>[] = [
    demand.map((work) => ({ work })),
    milliseconds.map((wait) => ({ wait })),
    fc.constant({ effect: 'done' }),
    fc.double({ min: 0, max: 0.3, noNaN: true }).map((fail) => ({ fail })),
  ];
  if (targets.length > 0) {
    options.push(fc.record({ call: fc.constantFrom(...targets), optional: fc.boolean() }));
  }
  if (brokers.length > 0) {
    options.push(
      fc.record({ publish: fc.constantFrom(...brokers), confirm: fc.boolean() }),
      fc.record({
        request: fc.constantFrom(...brokers),
        within: fc.constantFrom('20ms', '2s'),
        'reply-write': demand,
        failures: fc.constantFrom('redelivered', 'answered'),
      }),
    );
  }
  if (depth < 2) {
    const inner = fc.nat().chain(() => steps(targets, brokers, depth + 1));
    options.push(
      fc.record({
        parallel: inner,
        join: fc.constantFrom('all', 'any'),
        losers: fc.constantFrom('cancel', 'finish'),
      }),
      fc.array(inner, { minLength: 1, maxLength: 2 }).map((ways) => ({
        choose: ways.map((each, index) => ({ weight: index + 1, steps: each })),
      })),
      fc.record({ repeat: fc.integer({ min: 1, max: 3 }), steps: inner }),
    );
  }
  return fc.array(fc.oneof(...options), { minLength: 1, maxLength: 3 });
}

const policy: fc.Arbitrary<Json> = fc.oneof(
  positive.map((timeout) => ({ timeout })),
  fc.record({
    retry: fc.record({
      attempts: fc.integer({ min: 1, max: 3 }),
      backoff: fc.oneof(
        milliseconds.map((constant) => ({ constant, jitter: 'none' })),
        positive.map((exponential) => ({ exponential, jitter: 'decorrelated' })),
      ),
    }),
  }),
  fc.record({
    'circuit-breaker': fc.record({
      trip: fc.oneof(
        fc.constant({ consecutive: 3 }),
        fc.constant({ 'count-window': { calls: 10, minimum: 5 } }),
        fc.constant({ 'time-window': { span: '1s', minimum: 5 } }),
      ),
      'open-for': fc.constant('200ms'),
      probes: fc.integer({ min: 1, max: 3 }),
    }),
  }),
  fc.record({
    bulkhead: fc.record({
      calls: fc.integer({ min: 1, max: 4 }),
      queue: fc.integer({ min: 0, max: 3 }),
      'max-wait': positive,
    }),
  }),
  fc.record({
    'rate-limit': fc.record({
      rate: fc.constant('30/s'),
      burst: fc.integer({ min: 1, max: 5 }),
      'max-wait': milliseconds,
    }),
  }),
  fc.constant({ fallback: {} }),
  fc.constant({ cache: '100ms' }),
);

const network = fc.record({
  latency: demand,
  loss: fc.constantFrom('0%', '2%'),
  connections: fc.constantFrom('kept', 'per-call'),
  cancellation: fc.constantFrom('stops', 'propagates'),
});

/** What may stand at the entrance of a service; what has an answer of its own there is tested apart. */
const entrance = fc.constantFrom<Json>(
  { deadline: {} },
  { timeout: '80ms' },
  { bulkhead: { calls: 2, queue: 3, 'max-wait': '30ms' } },
  { bulkhead: 1_000_000 },
  { 'rate-limit': { rate: '30/s', burst: 2 } },
  { retry: { attempts: 2, backoff: { constant: '5ms' } } },
);

function service(targets: readonly string[], brokers: readonly string[]): fc.Arbitrary<Json> {
  return fc.record(
    {
      instances: fc.integer({ min: 1, max: 3 }),
      threads: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant('unlimited')),
      cores: fc.integer({ min: 1, max: 3 }),
      scheduler: fc.constantFrom('run-to-completion', 'processor-sharing'),
      queue: fc.record(
        {
          capacity: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant('unlimited')),
          discipline: fc.constantFrom('fifo', 'lifo', 'priority', 'random'),
          timeout: positive,
        },
        { requiredKeys: [] },
      ),
      policies: fc.array(entrance, { maxLength: 2 }),
      operations: fc.record({
        go: steps(targets, brokers),
        // Somebody could publish, even if nobody does.
        ...Object.fromEntries(brokers.map((to) => ['tell', fc.constant([{ publish: to }])])),
      }),
    },
    { requiredKeys: ['operations'] },
  );
}

function fault(services: readonly string[], brokers: readonly string[]): fc.Arbitrary<Json> {
  const when = { at: fc.constantFrom('0s', '300ms', '1s'), for: fc.constantFrom('100ms', '1s') };
  const target = fc.constantFrom(...services);
  const kinds: fc.Arbitrary<Json>[] = [
    fc.record({ slow: target, factor: fc.constantFrom(0.5, 3, 20), ...when }),
    fc.record({ delay: target, by: positive, ...when }),
    fc.record({ errors: target, rate: fc.constantFrom('20%', '100%'), ...when }),
    // A silent crash leaves callers without a timeout waiting for ever, as in life: tested apart.
    fc.record({ crash: target, instances: fc.constantFrom(1, 2), ...when }),
    fc.record({ freeze: target, ...when }),
    fc.record({ partition: target.map((to) => `users <-> ${to}`), ...when }),
    fc.record({ loss: target.map((to) => `users -> ${to}`), rate: fc.constant('30%'), ...when }),
    fc.record({ latency: target.map((to) => `users -> ${to}`), by: positive, ...when }),
    fc.record({ spike: fc.constant('users'), factor: fc.constantFrom(0.2, 4), ...when }),
  ];
  if (brokers.length > 0)
    kinds.push(fc.record({ 'broker-down': fc.constantFrom(...brokers), ...when }));
  return fc.oneof(...kinds);
}

const care = { replay: fc.constantFrom('1s', '1m'), 'late-after': positive };

const subscriber = fc.record(
  {
    ...care,
    concurrency: fc.integer({ min: 1, max: 4 }),
    acknowledge: fc.constantFrom('after', 'before'),
    'acknowledge-within': fc.constantFrom('50ms', '500ms'),
    'max-deliveries': fc.integer({ min: 1, max: 4 }),
    'redeliver-after': fc.constantFrom('0s', '100ms'),
    'heartbeat-timeout': fc.constant('300ms'),
  },
  { requiredKeys: ['max-deliveries'] },
);

const listener = {
  listener: fc.constantFrom('record', 'batch'),
  'batch-retry': fc.constantFrom('all', 'rest'),
};

const member = fc.record(
  {
    ...care,
    'max-poll-records': fc.integer({ min: 1, max: 4 }),
    ...listener,
    // A batch that takes longer than this comes again for ever, as in life: tested apart.
    'max-poll-interval': fc.constant('5m'),
    'session-timeout': fc.constantFrom('200ms', '5s'),
    'heartbeat-interval': fc.constantFrom('50ms', '1s'),
    rebalance: fc.constantFrom('eager', 'cooperative', 'server'),
    static: fc.boolean(),
    commit: fc.constantFrom('auto', 'batch', 'record', 'before'),
    isolation: fc.constantFrom('read-uncommitted', 'read-committed'),
    'commit-every': fc.constantFrom('0s', '200ms'),
    'max-deliveries': fc.integer({ min: 1, max: 4 }),
    'redeliver-after': fc.constantFrom('0s', '100ms'),
  },
  { requiredKeys: ['max-deliveries'] },
);

/** What has failed moves on, instead of holding up what comes after it. */
const retrier = fc
  .tuple(member, fc.array(fc.constantFrom('10ms', '1s'), { minLength: 1, maxLength: 3 }))
  .map(([{ 'max-deliveries': _, listener: __, commit, ...each }, delays]) => ({
    ...each,
    commit: commit === 'before' ? 'record' : (commit ?? 'auto'),
    'retry-topics': delays,
  }));

const transactional = member.map(({ commit: _, ...each }) => ({
  ...each,
  transactions: { timeout: '1s', commit: '3ms' },
}));

/** Brokers as they are sold, with times short enough for a run. */
function products(to: (options: fc.Arbitrary<Json>) => fc.Arbitrary<Json>): fc.Arbitrary<Json>[] {
  const tries = fc.integer({ min: 1, max: 3 });
  const hands = fc.integer({ min: 1, max: 4 });
  return [
    fc.record({
      kind: fc.constantFrom('rabbitmq', 'rabbitmq-3'),
      queue: fc.constantFrom('quorum', 'classic'),
      'max-length': fc.constantFrom(2, 'unlimited'),
      overflow: fc.constantFrom('drop-head', 'reject-publish'),
      'message-ttl': fc.constantFrom('50ms', '10m'),
      memory: fc.constantFrom('8KiB', '1GiB'),
      credit: fc.constantFrom(1, 'unlimited'),
      subscribers: to(
        fc.record({
          prefetch: fc.oneof(hands, fc.constant('unlimited')),
          acknowledge: fc.constantFrom('after', 'before'),
          reject: fc.constantFrom('requeue', 'dead-letter'),
          'delivery-limit': tries,
          'consumer-timeout': fc.constantFrom('50ms', '30m'),
          heartbeat: fc.constant('300ms'),
        }),
      ),
    }),
    fc.record({
      kind: fc.constantFrom('sqs', 'sqs-fifo'),
      delay: fc.constantFrom('0s', '1s'),
      subscribers: to(
        fc.record({
          visibility: fc.constantFrom('20ms', '30s'),
          concurrency: hands,
          'in-flight': fc.constantFrom(2, 'unlimited'),
          'max-receives': tries,
        }),
      ),
    }),
    fc.record({
      kind: fc.constant('jetstream'),
      'max-messages': fc.constantFrom(2, 'unlimited'),
      subscribers: to(
        fc.record({
          'ack-wait': fc.constantFrom('20ms', '30s'),
          'max-deliver': tries,
          'max-ack-pending': hands,
          'nak-delay': fc.constantFrom('0s', '100ms'),
        }),
      ),
    }),
    fc.record({
      kind: fc.constant('redis-streams'),
      'max-length': fc.constantFrom(2, 'unlimited'),
      subscribers: to(
        fc.record({
          'min-idle': fc.constantFrom('20ms', '30s'),
          'claim-every': fc.constantFrom('10ms', '1s'),
          'own-pending': fc.boolean(),
          'max-deliveries': tries,
        }),
      ),
    }),
    fc.record({
      kind: fc.constant('kinesis'),
      shards: hands,
      'shard-rate': fc.constantFrom('5/s', '1000/s'),
      subscribers: to(fc.record({ 'max-records': hands, 'max-deliveries': tries, ...listener })),
    }),
    fc.record({
      kind: fc.constant('nats'),
      'pending-messages': hands,
      subscribers: to(fc.record({ 'every-instance': fc.boolean() })),
    }),
    fc.record({
      kind: fc.constant('redis-pubsub'),
      'hard-limit': fc.constantFrom('2KiB', '1MiB'),
      subscribers: to(fc.record({ 'every-instance': fc.boolean() })),
    }),
    fc.record({ kind: fc.constant('event-bus'), subscribers: to(fc.constant({})) }),
  ];
}

function broker(consumer: string): fc.Arbitrary<Json> {
  const subscribers = subscriber.map((each) => ({ [consumer]: each }));
  const to = (options: fc.Arbitrary<Json>) => options.map((each) => ({ [consumer]: each }));
  return fc.oneof(
    ...products(to),
    fc.record({ kind: fc.constant('queue'), subscribers }),
    fc.record(
      {
        kind: fc.constantFrom('kafka', 'kafka-3'),
        partitions: fc.integer({ min: 1, max: 4 }),
        acks: fc.constantFrom('none', 'leader', 'all'),
        linger: fc.constantFrom('0s', '20ms'),
        'batch-size': fc.constantFrom('1KiB', '4KiB'),
        buffer: fc.constantFrom('4KiB', '1MiB'),
        subscribers: fc.oneof(member, retrier, transactional).map((each) => ({ [consumer]: each })),
      },
      { requiredKeys: ['kind', 'subscribers'] },
    ),
    fc.record({
      kind: fc.constant('log'),
      partitions: fc.integer({ min: 1, max: 4 }),
      'commit-every': fc.constantFrom('0s', '200ms'),
      subscribers,
    }),
  );
}

/** Two to four layers; `users` call the first, messages go to the last. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({ layers: fc.integer({ min: 1, max: 4 }), messaging: fc.boolean() })
  .chain(({ layers, messaging }) => {
    const names = Array.from({ length: layers }, (_, index) => `s${index}`);
    const talks = messaging && layers > 1;
    const brokers = talks ? ['topic'] : [];
    const last = names.at(-1) as string;
    const services = Object.fromEntries(
      names.map((name, index) => {
        const below = names.slice(index + 1).map((each) => `${each}.go`);
        // The consumer itself does not publish: messages would breed messages.
        return [name, service(below, name === last ? [] : brokers)];
      }),
    );
    const edges = ['users -> s0', '* -> s1', 'default'].slice(0, layers > 1 ? 3 : 1);
    return fc.record({
      run: fc.constant({ duration: '2s', warmup: '0s', drain: '1h', replications: 1 }),
      clients: fc.record({
        users: fc.record(
          {
            calls: fc.constant('s0.go'),
            load: fc.oneof(
              fc.constantFrom('20/s', '60/s').map((poisson) => ({ poisson })),
              fc.constant({ constant: '40/s' }),
              fc.constant({
                profile: [
                  { at: '0s', rate: '10/s' },
                  { at: '1s', rate: '60/s', ramp: true },
                ],
              }),
            ),
            patience: fc.constantFrom('50ms', '1s'),
            keys: fc.constant({ zipf: 20 }),
            priority: fc.integer({ min: 0, max: 2 }),
            instances: fc.integer({ min: 1, max: 2 }),
            batch: fc.integer({ min: 1, max: 2 }),
          },
          { requiredKeys: ['calls', 'load', 'patience', 'keys'] },
        ),
      }),
      services: fc.record(services),
      ...(talks ? { brokers: fc.record({ topic: broker(`${last}.go`) }) } : {}),
      network: fc.oneof(
        fc.constant({}),
        network.map((each) => ({ default: each })),
      ),
      balancing: fc.oneof(
        fc.constant({}),
        fc.constantFrom('random', 'least-in-flight', 'choices').map((each) => ({ default: each })),
      ),
      policies: fc
        .array(fc.tuple(fc.constantFrom(...edges), fc.array(policy, { maxLength: 3 })), {
          maxLength: 3,
        })
        .map((pairs) => Object.fromEntries(pairs)),
      faults: fc.array(fault(names, brokers), { maxLength: 3 }),
    });
  }) as unknown as fc.Arbitrary<Scenario>;
