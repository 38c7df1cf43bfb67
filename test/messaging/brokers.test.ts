import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

/** Requests at the given milliseconds publish to `jobs`; a worker takes 10 ms for each message. */
function run(
  broker: object,
  times: readonly number[],
  {
    worker = {},
    subscriber = {},
    faults = [],
    ...more
  }: {
    worker?: object;
    subscriber?: object;
    faults?: readonly object[];
    clients?: object;
  } = {},
) {
  const clients = more.clients ?? {
    user: { calls: 'front.go', load: { times: times.map((at) => `${at}ms`) } },
  };
  return trace({
    clients,
    services: {
      front: { operations: { go: [{ publish: 'jobs' }] } },
      worker: { operations: { go: [{ work: '10ms' }, { effect: 'job' }] }, ...worker },
    },
    brokers: { jobs: { ...broker, subscribers: { 'worker.go': subscriber } } },
    faults,
  } as unknown as Scenario);
}

const queue = { kind: 'queue' };
const log = { kind: 'log', partitions: 2, 'commit-every': '0s' };

describe('a queue', () => {
  it('confirms at once and lets consumers work as many as they can hold', () => {
    const { answers, effects } = run(queue, [0, 0, 0], { subscriber: { concurrency: 2 } });
    expect(answers).toEqual(['ok@0', 'ok@0', 'ok@0']);
    expect(effects).toEqual(['job@10', 'job@10', 'job@20']);
  });

  it('hands messages to its consumers in turn', () => {
    const two = { worker: { instances: 2 }, subscriber: { concurrency: 1 } };
    expect(run(queue, [0, 0, 0], two).effects).toEqual(['job@10', 'job@10', 'job@20']);
  });

  it('takes its time to write', () => {
    const { answers, effects } = run({ ...queue, write: '4ms' }, [0]);
    expect(answers).toEqual(['ok@4']);
    expect(effects).toEqual(['job@14']);
  });

  it('delivers again what a dead consumer had in hand', () => {
    const faults = [{ crash: 'worker', at: '5ms', for: '100ms' }];
    expect(run(queue, [0], { faults }).effects).toEqual(['job@115']);
  });

  it('delivers to another consumer at once when one dies', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '5ms', for: '100ms' }];
    expect(run(queue, [0], { worker: { instances: 2 }, faults }).effects).toEqual(['job@15']);
  });

  it('notices a silent death only when heartbeats stay away', () => {
    const faults = [{ crash: 'worker', instances: 1, silent: true, at: '5ms', for: '1m' }];
    const subscriber = { 'heartbeat-timeout': '2s' };
    expect(run(queue, [0], { worker: { instances: 2 }, faults, subscriber }).effects).toEqual([
      'job@2015',
    ]);
  });

  it('doubles the effect when the consumer is slower than the time to acknowledge', () => {
    const subscriber = { 'acknowledge-within': '6ms', concurrency: 2 };
    const { effects } = run(queue, [0], { subscriber: { ...subscriber, 'max-deliveries': 2 } });
    expect(effects).toEqual(['job@10', 'job@16']);
  });

  it('loses what was acknowledged before the work when the consumer dies', () => {
    const faults = [{ crash: 'worker', at: '5ms', for: '100ms' }];
    expect(run(queue, [0], { subscriber: { acknowledge: 'before' }, faults }).effects).toEqual([]);
  });

  it('gives a poisonous message up after so many deliveries', () => {
    const poison = { operations: { go: [{ effect: 'try' }, { fail: 1 }] } };
    const subscriber = { 'max-deliveries': 3, 'redeliver-after': '100ms' };
    expect(run(queue, [0], { worker: poison, subscriber }).effects).toEqual([
      'try@0',
      'try@100',
      'try@200',
    ]);
  });

  it('refuses publishers while it is down, and keeps what it has', () => {
    const faults = [{ 'broker-down': 'jobs', at: '5ms', for: '100ms' }];
    const { answers, effects } = run(queue, [0, 1, 50], { subscriber: { concurrency: 1 }, faults });
    expect(answers).toEqual(['ok@0', 'ok@1', 'refused@50']);
    expect(effects).toEqual(['job@10', 'job@115']);
  });

  it('turns publishers away when it is full', () => {
    const { answers } = run({ ...queue, capacity: 2 }, [0, 0, 0], {
      subscriber: { concurrency: 1 },
    });
    expect([...answers].sort()).toEqual(['ok@0', 'ok@0', 'queue-full@0']);
  });
});

describe('messages that fail, or come twice', () => {
  it('go to another broker once they are dead', () => {
    const { effects } = trace({
      clients: { user: { calls: 'front.go', load: { times: ['0s'] } } },
      services: {
        front: { operations: { go: [{ publish: 'jobs' }] } },
        worker: { operations: { go: [{ effect: 'try' }, { fail: 1 }] } },
        nurse: { operations: { look: [{ effect: 'look' }] } },
      },
      brokers: {
        jobs: {
          kind: 'queue',
          subscribers: {
            'worker.go': {
              'max-deliveries': 2,
              'redeliver-after': '1ms',
              'dead-letters': 'infirmary',
            },
          },
        },
        infirmary: { kind: 'queue', subscribers: { 'nurse.look': {} } },
      },
    } as unknown as Scenario);
    expect(effects).toEqual(['try@0', 'try@1', 'look@1']);
  });

  it('are worked on once while consumers remember them', () => {
    const lazy = { ...log, partitions: 1, 'commit-every': '1s' };
    const faults = [{ crash: 'worker', at: '25ms', for: '100ms' }];
    const remembering = run(lazy, [0, 0, 0], { faults, subscriber: { deduplicate: '1m' } });
    expect(remembering.effects).toEqual(['job@10', 'job@20', 'job@135']);
    const forgetful = run(lazy, [0], {
      faults: [{ crash: 'worker', at: '25ms', for: '100ms' }],
      subscriber: { deduplicate: '50ms' },
    });
    expect(forgetful.effects).toEqual(['job@10', 'job@135']);
  });

  it('are given to somebody else when a consumer stands still for too long', () => {
    const faults = [{ freeze: 'worker', instances: 1, at: '5ms', for: '10s' }];
    const subscriber = { 'heartbeat-timeout': '2s' };
    const { effects } = run(queue, [0], { worker: { instances: 2 }, faults, subscriber });
    // The one that stood still knows nothing of it, and goes on with its work.
    expect(effects).toEqual(['job@2015', 'job@10010']);
  });
});

describe('a log', () => {
  it('reads every partition in order, one record at a time', () => {
    // Without keys messages go round the partitions.
    expect(run(log, [0, 0, 0, 0]).effects).toEqual(['job@10', 'job@10', 'job@20', 'job@20']);
  });

  it('keeps a key in one partition', () => {
    const clients = {
      user: { calls: 'front.go', load: { times: ['0s', '0s', '0s'] }, keys: { uniform: 1 } },
    };
    expect(run(log, [], { clients }).effects).toEqual(['job@10', 'job@20', 'job@30']);
  });

  it('leaves the partitions of a dead member unread until the session times out', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '5ms', for: '10m' }];
    const { effects } = run(log, [0, 1], { worker: { instances: 2 }, faults });
    expect(effects).toEqual(['job@11', 'job@45015']);
  });

  it('begins again at the last commit: what was done since is done twice', () => {
    const lazy = { ...log, partitions: 1, 'commit-every': '1s' };
    const faults = [{ crash: 'worker', at: '25ms', for: '100ms' }];
    expect(run(lazy, [0, 0, 0], { faults }).effects).toEqual([
      'job@10',
      'job@20',
      'job@135',
      'job@145',
      'job@155',
    ]);
  });

  it('commits by the clock, not by when it was read', () => {
    // Done at 910 ms, committed at 1 s: a crash after that repeats nothing.
    const lazy = { ...log, partitions: 1, 'commit-every': '1s' };
    const crashAt = (at: string) => [{ crash: 'worker', at, for: '100ms' }];
    expect(run(lazy, [900], { faults: crashAt('999ms') }).effects).toEqual(['job@910', 'job@1109']);
    expect(run(lazy, [900], { faults: crashAt('1001ms') }).effects).toEqual(['job@910']);
  });

  it('lets a member that is too slow lose its partition', () => {
    const subscriber = { 'acknowledge-within': '6ms', 'max-deliveries': 2 };
    const one = { ...log, partitions: 1 };
    expect(run(one, [0], { subscriber }).effects).toEqual(['job@10', 'job@16']);
  });
});
