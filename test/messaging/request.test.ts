import { describe, expect, it } from 'vitest';
import { replyOrphaned } from '../../sim/messaging/message.js';
import { type Parts, run as stage } from './stage.js';

const QUEUE = { kind: 'queue' };

/** The front asks through `jobs`; a worker takes 10 ms for each request. */
function run(broker: object, times: readonly number[], request: object = {}, parts: Parts = {}) {
  const publish = [{ request: 'jobs', ...request }];
  const { model, ...seen } = stage(broker, times, { publish, ...parts });
  return { ...seen, model };
}

describe('a request through a broker', () => {
  it('is answered by whoever handles it', () => {
    expect(run(QUEUE, [0, 1]).answers).toEqual(['ok@10', 'ok@11']);
  });

  it('takes as long as its stages: there, the write, the line, the work, the reply and back', () => {
    const network = {
      'front -> jobs': '1ms',
      'jobs -> worker': '2ms',
      'jobs -> front': '3ms',
    };
    const { answers } = run(
      { ...QUEUE, write: '4ms' },
      [0, 0],
      { 'reply-write': '5ms' },
      { network, subscriber: { concurrency: 1 }, worker: { cores: 1, threads: 1 } },
    );
    // 1 + 4 + 2 + 10 + 2 + 5 + 3; the second waits until the worker has answered and its message has come: 14 ms more.
    expect(answers).toEqual(['ok@27', 'ok@41']);
  });

  it('goes to any kind of broker', () => {
    const kafka = { kind: 'kafka', linger: '0s', append: '1ms', replicate: '2ms', partitions: 1 };
    expect(run(kafka, [0]).answers).toEqual(['ok@13']);
    expect(run({ kind: 'rabbitmq', write: '2ms' }, [0]).answers).toEqual(['ok@12']);
    expect(run({ kind: 'nats' }, [0]).answers).toEqual(['ok@10']);
    expect(run({ kind: 'log', partitions: 1 }, [0]).answers).toEqual(['ok@10']);
  });

  it('holds the thread of whoever asks', () => {
    const services = { front: { threads: 1, operations: { go: [{ request: 'jobs' }] } } };
    expect(run(QUEUE, [0, 0], {}, { services }).answers).toEqual(['ok@10', 'ok@20']);
  });
});

describe('a reply that does not come in time', () => {
  it('is a timeout, and an orphan when it comes', () => {
    const parts = { publish: [{ request: 'jobs', within: '5ms' }] };
    const { answers, effects, orphans } = orphansOf(QUEUE, [0], parts);
    expect(answers).toEqual(['timeout@5']);
    expect(effects).toEqual(['job@10']);
    expect(orphans).toEqual([10]);
  });

  it('is an orphan when the one that asked has died', () => {
    const faults = [{ crash: 'front', at: '5ms', for: '1s' }];
    const parts = { publish: [{ request: 'jobs' }], faults };
    const { answers, orphans } = orphansOf(QUEUE, [0], parts);
    expect(answers).toEqual(['reset@5']);
    expect(orphans).toEqual([10]);
  });

  it('waits for a process that stands still', () => {
    const faults = [{ freeze: 'front', at: '5ms', for: '20ms' }];
    expect(run(QUEUE, [0], {}, { faults }).answers).toEqual(['ok@25']);
  });

  it('is never sent when the broker is down', () => {
    const faults = [{ 'broker-down': 'jobs', at: '5ms', for: '1s' }];
    const { answers } = run(QUEUE, [0], { within: '2s' }, { faults });
    expect(answers).toEqual(['timeout@2000']);
  });
});

describe('the policies of whoever asks', () => {
  const slow = { operations: { go: [{ wait: '30ms' }, { effect: 'job' }] } };

  it('try again, each time with a reply of its own: the first one comes too late for both', () => {
    const retry = { attempts: 3, backoff: { constant: '5ms', jitter: 'none' } };
    const policies = { 'front -> jobs': [{ retry }] };
    const { answers, effects, orphans } = orphansOf(QUEUE, [0], {
      publish: [{ request: 'jobs', within: '20ms' }],
      worker: slow,
      policies,
    });
    // Sent at 0, 25 and 50 ms.
    expect(answers).toEqual(['timeout@70']);
    expect(effects).toEqual(['job@30', 'job@55', 'job@80']);
    expect(orphans).toEqual([30, 55, 80]);
  });

  it('hear of timeouts: a breaker opens', () => {
    const breaker = { trip: { consecutive: 2 }, 'open-for': '1s' };
    const policies = { 'front -> jobs': [{ 'circuit-breaker': breaker }] };
    const parts = { worker: slow, policies };
    const { answers } = run(QUEUE, [0, 0, 50], { within: '20ms' }, parts);
    expect(answers).toEqual(['timeout@20', 'timeout@20', 'rejected-open@50']);
  });
});

describe('a request that cannot be handled', () => {
  const worker = { operations: { go: [{ work: '10ms' }, { fail: 1 }] } };

  it('comes again as other messages do, and is answered by nobody', () => {
    const subscriber = { 'max-deliveries': 2, 'redeliver-after': '0s' };
    const { answers } = run(QUEUE, [0], { within: '1s' }, { worker, subscriber });
    expect(answers).toEqual(['timeout@1000']);
  });

  it('is answered with its failure where consumers say so', () => {
    expect(run(QUEUE, [0], { failures: 'answered' }, { worker }).answers).toEqual([
      'server-error@10',
    ]);
  });

  it('comes again when the consumer has died all the same', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '5ms', for: '1h' }];
    const two = { instances: 2 };
    const { answers } = run(QUEUE, [0], { failures: 'answered' }, { worker: two, faults });
    expect(answers).toEqual(['ok@15']);
  });

  it('is not answered by whoever takes care of dead letters', () => {
    const { answers, effects } = run(
      QUEUE,
      [0],
      { within: '1s' },
      {
        worker,
        subscriber: { 'max-deliveries': 1, 'dead-letters': 'attic' },
        services: { keeper: { operations: { keep: [{ effect: 'kept' }] } } },
        brokers: { attic: { kind: 'queue', subscribers: { 'keeper.keep': {} } } },
      },
    );
    expect(answers).toEqual(['timeout@1000']);
    expect(effects).toEqual(['kept@10']);
  });

  it('is refused at once by NATS when nobody is there, and not by Redis', () => {
    const faults = [{ crash: 'worker', at: '0s', for: '1h' }];
    const ask = (kind: string) => run({ kind }, [1], { within: '2s' }, { faults }).answers;
    expect(ask('nats')).toEqual(['unavailable@1']);
    expect(ask('redis-pubsub')).toEqual(['timeout@2001']);
  });
});

describe('several subscribers', () => {
  it('answer all; the first reply counts, the others are orphans', () => {
    const { answers, orphans } = orphansOf(QUEUE, [0], {
      publish: [{ request: 'jobs' }],
      services: { other: { operations: { go: [{ wait: '4ms' }] } } },
      brokers: { jobs: { ...QUEUE, subscribers: { 'worker.go': {}, 'other.go': {} } } },
    });
    expect(answers).toEqual(['ok@4']);
    expect(orphans).toEqual([10]);
  });
});

function orphansOf(broker: object, times: readonly number[], parts: Parts) {
  const orphans: number[] = [];
  const { answers, effects } = stage(broker, times, parts, ({ simulation }) =>
    simulation.probe.on(replyOrphaned, () => orphans.push(simulation.now / 1e6)),
  );
  return { answers, effects, orphans };
}
