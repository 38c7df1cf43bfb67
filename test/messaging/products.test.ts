/** Products with fewer rules of their own: NATS, Redis, Kinesis, events in memory. */
import { describe, expect, it } from 'vitest';
import { run } from './stage.js';

const times = (count: number, every: number) => Array.from({ length: count }, (_, n) => n * every);

describe('NATS core', () => {
  const NATS = { kind: 'nats', 'pending-messages': 2 };

  it('drops what a slow subscriber has no room for, and tells nobody', () => {
    const { answers, effects } = run(NATS, [0, 0, 0, 0]);
    expect(answers).toEqual(['ok@0', 'ok@0', 'ok@0', 'ok@0']);
    // One is worked on and two wait.
    expect(effects).toEqual(['job@10', 'job@20', 'job@30']);
  });

  it('forgets what nobody was there to take', () => {
    const faults = [{ crash: 'worker', at: '0s', for: '50ms' }];
    const { answers, effects } = run(NATS, [10, 60], { faults });
    expect(answers).toEqual(['ok@10', 'ok@60']);
    expect(effects).toEqual(['job@70']);
  });

  it('gives a message to one member of a queue group, or to every instance', () => {
    const worker = { instances: 3 };
    expect(run(NATS, [0], { worker }).effects).toEqual(['job@10']);
    const every = { worker, subscriber: { 'every-instance': true } };
    expect(run(NATS, [0], every).effects).toEqual(['job@10', 'job@10', 'job@10']);
  });
});

describe('Redis Pub/Sub', () => {
  it('cuts a subscriber off for which too much waits, and all of it is lost', () => {
    const broker = { kind: 'redis-pubsub', 'hard-limit': '3KiB', reconnect: '1s' };
    const { effects } = run(broker, [0, 1, 2, 3, 4, 5, 2000]);
    // The fifth is one too many: the three that waited go with it, and what comes while it is away.
    expect(effects).toEqual(['job@10', 'job@2010']);
  });

  it('does so too when much has waited for long', () => {
    const broker = { kind: 'redis-pubsub', 'soft-limit': '1KiB', 'soft-time': '1s' };
    const { effects } = run(broker, times(300, 8));
    expect(effects.length).toBeLessThan(200);
  });
});

describe('JetStream', () => {
  const JET = { kind: 'jetstream', write: '2ms' };
  const slow = { operations: { go: [{ wait: '40s' }, { effect: 'job' }] } };

  it('delivers again after the wait, and takes a late acknowledgement all the same', () => {
    // Done at 40 s by the first; the second, which began at 30 s, cannot be called back.
    expect(run(JET, [0], { worker: slow }).effects).toEqual(['job@40002', 'job@70002']);
  });

  it('hands out no more than may be pending', () => {
    const { effects } = run(JET, [0, 0], { subscriber: { 'max-ack-pending': 1 } });
    expect(effects).toEqual(['job@12', 'job@22']);
  });

  it('drops a message that a publisher sends again within the window', () => {
    const publish = [{ publish: 'jobs' }, { wait: '1m' }, { publish: 'jobs' }];
    expect(run(JET, [0], { publish }).effects).toEqual(['job@12']);
    const short = { ...JET, 'deduplication-window': '30s' };
    expect(run(short, [0], { publish }).effects).toEqual(['job@12', 'job@60014']);
  });

  it('turns publishers away when it is full', () => {
    const { answers } = run({ ...JET, 'max-messages': 1 }, [0, 5]);
    expect(answers).toEqual(['ok@2', 'queue-full@7']);
  });
});

describe('Redis Streams', () => {
  const STREAM = { kind: 'redis-streams', write: '0s' };

  it('leaves what a dead consumer had pending until somebody claims it', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '5ms', for: '1h' }];
    const { effects } = run(STREAM, [0], { worker: { instances: 2 }, faults });
    // Idle for a minute, and claimed at the next round of thirty seconds.
    expect(effects).toEqual(['job@90010']);
  });

  it('is read again by a consumer that restarts, if it looks at what is pending with it', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '5ms', for: '100ms' }];
    const restarted = (own: boolean, silent = false) =>
      run(STREAM, [0], {
        worker: { instances: 2 },
        faults: faults.map((each) => ({ ...each, silent })),
        subscriber: { 'own-pending': own },
      }).effects;
    expect(restarted(false)).toEqual(['job@90010']);
    expect(restarted(true)).toEqual(['job@115']);
    expect(restarted(true, true)).toEqual(['job@115']);
  });

  it('is not read again by who was away so long that somebody else has claimed it', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '5ms', for: '2m' }];
    const subscriber = { 'own-pending': true };
    const { effects } = run(STREAM, [0], { worker: { instances: 2 }, faults, subscriber });
    expect(effects).toEqual(['job@90010']);
  });

  it('pushes the oldest out when it is trimmed', () => {
    const broker = { ...STREAM, 'max-length': 2 };
    const { effects } = run(broker, [0, 1, 2, 3], { subscriber: { concurrency: 1 } });
    // The first is in a consumer's hands; of the others the last two are there when it looks again.
    expect(effects).toEqual(['job@10', 'job@20', 'job@30']);
  });
});

describe('Kinesis', () => {
  const KINESIS = { kind: 'kinesis', shards: 1, write: '10ms' };

  it('is read by polls that are a second apart', () => {
    const { answers, effects } = run(KINESIS, [0, 100, 200]);
    expect(answers).toEqual(['ok@10', 'ok@110', 'ok@210']);
    // The first poll that waits brings one; the next one, a second later, the others.
    expect(effects).toEqual(['job@1010', 'job@1020', 'job@1030']);
  });

  it('turns away what is above the rate of a shard', () => {
    const { answers } = run({ ...KINESIS, 'shard-rate': '2/s' }, [0, 0, 0, 600]);
    expect([...answers].sort()).toEqual(['ok@10', 'ok@10', 'ok@610', 'rate-limited@0']);
  });

  it('gives the shards of a worker that died to another one when its lease is over', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '50ms', for: '1h' }];
    const { effects } = run({ ...KINESIS, shards: 2 }, [100, 200], {
      worker: { instances: 2 },
      faults,
    });
    const late = effects.map((each) => Number(each.slice(4))).filter((at) => at > 10_000);
    expect(late).toHaveLength(1);
    expect(late[0]).toBeLessThan(14_000);
  });
});

describe('events in memory', () => {
  it('wait for a listener without bound, and die with it', () => {
    const BUS = { kind: 'event-bus' };
    expect(run(BUS, [0, 0, 0]).effects).toEqual(['job@10', 'job@20', 'job@30']);
    const faults = [{ crash: 'worker', at: '15ms', for: '100ms' }];
    expect(run(BUS, [0, 0, 0], { faults }).effects).toEqual(['job@10']);
  });
});
