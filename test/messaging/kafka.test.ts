import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { murmur2, partitionOfKey } from '../../sim/messaging/log/murmur.js';
import { trace } from '../trace.js';

/** No random times: appending takes 1 ms, replicating 2 ms, joining nothing. */
const KAFKA = {
  kind: 'kafka',
  partitions: 1,
  linger: '0ms',
  append: '1ms',
  replicate: '2ms',
  election: '0s',
};
const GROUP = { 'join-time': '0s', commit: 'record' };

interface Parts {
  readonly broker?: object;
  readonly group?: object;
  readonly worker?: object;
  readonly faults?: readonly object[];
  readonly user?: object;
}

/** Requests at the given milliseconds are published; a worker takes 10 ms for each message. */
function run(
  times: readonly number[],
  { broker = {}, group = {}, worker = {}, faults = [], user = {} }: Parts = {},
) {
  return trace({
    clients: {
      user: { calls: 'front.go', load: { times: times.map((at) => `${at}ms`) }, ...user },
    },
    services: {
      front: { operations: { go: [{ publish: 'jobs' }] } },
      worker: { operations: { go: [{ work: '10ms' }, { effect: 'job' }] }, ...worker },
    },
    brokers: {
      jobs: { ...KAFKA, ...broker, subscribers: { 'worker.go': { ...GROUP, ...group } } },
    },
    faults,
  } as unknown as Scenario);
}

describe('keys', () => {
  it('are hashed as Kafka hashes them', () => {
    // org.apache.kafka.common.utils.UtilsTest.testMurmur2
    const hash = (text: string) => murmur2(new TextEncoder().encode(text));
    expect(hash('21')).toBe(-973932308);
    expect(hash('foobar')).toBe(-790332482);
    expect(hash('a-little-bit-long-string')).toBe(-985981536);
    expect(hash('a-little-bit-longer-string')).toBe(-1486304829);
    expect(hash('lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8')).toBe(-58897971);
    expect(hash('abc')).toBe(479470107);
  });

  it('are sent as their decimal digits', () => {
    for (const key of [0, 7, 10, 21, 999, 123_456, 999_999_999, 2_147_483_647]) {
      const hash = murmur2(new TextEncoder().encode(String(key))) & 0x7fffffff;
      expect(partitionOfKey(key, 997)).toBe(hash % 997);
    }
  });
});

describe('a producer', () => {
  it('is confirmed by the leader, by all in sync, or by itself', () => {
    expect(run([0]).answers).toEqual(['ok@3']);
    expect(run([0], { broker: { acks: 'leader' } }).answers).toEqual(['ok@1']);
    expect(run([0], { broker: { acks: 'none' } }).answers).toEqual(['ok@0']);
  });

  it('shows a record to consumers once all in sync have it', () => {
    for (const acks of ['none', 'leader', 'all']) {
      expect(run([0], { broker: { acks } }).effects).toEqual(['job@13']);
    }
  });

  it('waits for more before it sends a batch', () => {
    const { answers } = run([0, 2, 6], { broker: { linger: '5ms' } });
    expect(answers).toEqual(['ok@8', 'ok@8', 'ok@14']);
  });

  it('does not wait when the batch is full', () => {
    const broker = { linger: '1s', 'batch-size': '2KiB' };
    expect(run([0, 1, 2], { broker }).answers).toEqual(['ok@4', 'ok@4', 'ok@1005']);
  });

  it('blocks when its buffer is full, and gives up after a while', () => {
    const faults = [{ 'broker-down': 'jobs', at: '0s', for: '1h' }];
    const broker = { buffer: '1KiB', 'max-block': '5s', 'delivery-timeout': '20s' };
    expect(run([1, 2], { broker, faults }).answers).toEqual(['timeout@20001', 'queue-full@5002']);
  });

  it('lets a blocked message in when there is room again', () => {
    expect(run([0, 0], { broker: { buffer: '1KiB' } }).answers).toEqual(['ok@3', 'ok@6']);
  });

  it('tries again with growing waits', () => {
    const faults = [{ 'broker-down': 'jobs', at: '0s', for: '650ms' }];
    // Tries at 1, 101, 301 and 701 ms.
    expect(run([1], { faults }).answers).toEqual(['ok@704']);
  });

  it('refuses with too few replicas in sync, until the time to deliver is over', () => {
    const faults = [
      { 'node-crash': 'jobs', node: 1, at: '0s', for: '1h' },
      { 'node-crash': 'jobs', node: 2, at: '0s', for: '1h' },
    ];
    // Both are given up after 9 s: what was accepted before is committed, what comes later fails.
    expect(run([1, 10_000], { faults }).answers).toEqual(['ok@9000', 'timeout@130000']);
  });
});

describe('a leader that dies', () => {
  const faults = [{ 'node-crash': 'jobs', node: 0, at: '1.5ms', for: '1h' }];

  it('takes with it what it alone had, though the producer was told that all is well', () => {
    const { answers, effects } = run([0], { broker: { acks: 'leader' }, faults });
    expect(answers).toEqual(['ok@1']);
    expect(effects).toEqual([]);
  });

  it('costs time but no message with acks: all', () => {
    const { answers, effects } = run([0], { faults });
    // Given up at 9 s; the next try of the producer is at most a second later.
    expect(answers).toHaveLength(1);
    const at = Number(/^ok@(.*)$/.exec(answers[0] as string)?.[1]);
    expect(at).toBeGreaterThan(9000);
    expect(at).toBeLessThan(10_010);
    expect(effects).toHaveLength(1);
  });

  it('hands over at once when it is shut down cleanly', () => {
    const clean = [{ 'node-crash': 'jobs', node: 0, clean: true, at: '1.5ms', for: '1h' }];
    const { answers, effects } = run([0], { faults: clean });
    expect(answers).toEqual(['ok@104.5']);
    expect(effects).toEqual(['job@114.5']);
  });

  it('is not told of what comes twice', () => {
    // The answer is lost with the connection, but a follower had the batch.
    const late = [{ 'node-crash': 'jobs', node: 0, at: '3.5ms', for: '1h' }];
    const network = { 'front -> jobs': '1ms' };
    const again = (idempotent: boolean) =>
      trace({
        clients: { user: { calls: 'front.go', load: { times: ['0s'] } } },
        services: {
          front: { operations: { go: [{ publish: 'jobs' }] } },
          worker: { operations: { go: [{ effect: 'job' }] } },
        },
        brokers: {
          jobs: { ...KAFKA, replicate: '1ms', idempotent, subscribers: { 'worker.go': GROUP } },
        },
        network,
        faults: [{ partition: 'jobs -> front', at: '2.5ms', for: '31s' }, ...late.slice(1)],
      } as unknown as Scenario).effects.length;
    expect(again(true)).toBe(1);
    expect(again(false)).toBe(2);
  });
});

describe('replicas', () => {
  it('a follower that hangs holds the others up until it is given up', () => {
    const faults = [{ 'node-hang': 'jobs', node: 1, at: '0s', for: '1h' }];
    expect(run([1, 10_000], { faults }).answers).toEqual(['ok@9000', 'ok@10003']);
  });

  it('a follower whose disk is slow holds the others up until its lag is too long', () => {
    const faults = [{ 'slow-disk': 'jobs', node: 1, factor: 30_000, at: '0s' }];
    // The request times out a moment before; the batch is known when it comes again.
    expect(run([0, 40_000], { faults }).answers).toEqual(['ok@30101', 'ok@40003']);
  });

  it('an isolated leader confirms what is lost, unless all have to confirm', () => {
    const faults = [{ 'node-isolation': 'jobs', node: 0, at: '0s', for: '1m' }];
    const lax = run([1], { broker: { acks: 'leader' }, faults });
    expect(lax.answers).toEqual(['ok@2']);
    expect(lax.effects).toEqual([]);
    const strict = run([1], { faults });
    expect(strict.answers).toHaveLength(1);
    expect(strict.answers[0]).toMatch(/^ok@9/);
    expect(strict.effects).toHaveLength(1);
  });
});

describe('a group', () => {
  const two = { worker: { instances: 2 }, broker: { partitions: 2 } };
  const four = Array.from({ length: 8 }, (_, n) => n);

  it('works on one record after the other in each member', () => {
    expect(run([0, 0, 0]).effects).toEqual(['job@13', 'job@23', 'job@33']);
  });

  it('leaves the partitions of a dead member alone until its session is over', () => {
    const faults = [{ crash: 'worker', instances: 2, at: '5s', for: '1h' }];
    const parts = { worker: { instances: 3 }, broker: { partitions: 3 }, faults };
    const { effects } = run([6000], { ...parts, user: { keys: { uniform: 1 } } });
    // Key 0 is in one partition; whichever it is, all go to the third member when the session is over.
    const [at] = effects.map((each) => Number(each.slice(4)));
    expect(at === 6013 || (at !== undefined && at >= 50_000 && at <= 53_020)).toBe(true);
  });

  it('begins again at the last commit of a member that died', () => {
    const group = { commit: 'auto', 'session-timeout': '1s', 'initial-delay': '0s' };
    const faults = [{ crash: 'worker', at: '25ms', for: '2s' }];
    const { effects } = run([0, 0, 0], { group, faults });
    expect(effects).toEqual(['job@13', 'job@23', 'job@2035', 'job@2045', 'job@2055']);
  });

  it('loses what it committed before the work', () => {
    const group = { commit: 'before', 'session-timeout': '1s', 'initial-delay': '0s' };
    const faults = [{ crash: 'worker', at: '25ms', for: '2s' }];
    expect(run([0, 0, 0], { group, faults }).effects).toEqual(['job@13', 'job@23']);
  });

  it('puts out a member that does not poll in time, and does its work again', () => {
    const group = { commit: 'batch', 'max-poll-interval': '15ms', 'initial-delay': '0s' };
    const { effects } = run([0, 0, 0], { group });
    // 20 ms for the two that came together are too long; the second time it is the same, for ever.
    expect(effects.slice(0, 6)).toEqual([
      'job@13',
      'job@23',
      'job@33',
      'job@43',
      'job@53',
      'job@63',
    ]);
    expect(effects.length).toBeGreaterThan(100);
    const cured = run([0, 0, 0], { group: { ...group, 'max-poll-records': 1 } });
    expect(cured.effects).toEqual(['job@13', 'job@23', 'job@33']);
  });

  it('takes a static member back without a rebalance', () => {
    const faults = [{ crash: 'worker', instances: 1, at: '1ms', for: '10s' }];
    const back = run(four, { ...two, faults, group: { static: true } });
    const times = back.effects.map((each) => Number(each.slice(4)));
    expect(times).toHaveLength(8);
    expect(Math.max(...times)).toBeLessThan(10_100);
    // A member without a name of its own waits for its former self to be given up: 45 s.
    const stranger = run(four, { ...two, faults });
    const late = stranger.effects.map((each) => Number(each.slice(4)));
    expect(Math.max(...late)).toBeGreaterThan(45_000);
  });
});

describe('retention', () => {
  it('overtakes a group that is away, which leaves a gap or begins at what is left', () => {
    const broker = { retention: '10s', 'retention-check': '1s' };
    const faults = [{ crash: 'worker', at: '1ms', for: '60s' }];
    const group = { 'initial-delay': '0s' };
    const gap = run([100, 55_000], { broker, faults, group });
    expect(gap.effects).toEqual([]);
    const rest = run([100, 55_000], {
      broker,
      faults,
      group: { ...group, 'offset-reset': 'earliest' },
    });
    expect(rest.effects).toEqual(['job@60011']);
  });
});

describe('a producer that leaves a gap', () => {
  const down = { 'node-crash': 'jobs', node: 0, at: '0s', for: '30s' };
  const cluster = { replicas: 1, 'min-in-sync': 1, 'delivery-timeout': '5s' };

  it('begins a new epoch when a batch has failed for good', () => {
    const { answers } = run([1, 40_000], { broker: cluster, faults: [down] });
    expect(answers).toEqual(['timeout@5001', 'ok@40001']);
  });

  it('has another identity after its process has died with what it had not sent', () => {
    const faults = [down, { crash: 'front', at: '1s', for: '1s' }];
    const { answers, effects } = run([1, 40_000], { broker: cluster, faults });
    expect(answers).toEqual(['reset@1000', 'ok@40001']);
    expect(effects).toEqual(['job@40011']);
  });
});
