import { describe, expect, it } from 'vitest';
import { type Duration, SECOND } from '../../sim/kernel/time.js';
import type { Topic } from '../../sim/messaging/log/topic.js';
import { messageTruncated } from '../../sim/messaging/message.js';
import { type Parts, run } from './stage.js';

const KAFKA = {
  kind: 'kafka',
  partitions: 1,
  linger: '0ms',
  append: '1ms',
  replicate: '2ms',
  election: '0s',
};
const GROUP = { 'join-time': '0s', commit: 'record', 'initial-delay': '0s' };
const dies = (node: number, at: string, duration = '1h') => ({
  'node-crash': 'jobs',
  node,
  at,
  for: duration,
});

function runs(times: readonly number[], broker: object, parts: Parts = {}) {
  let truncated = 0;
  const seen = run(
    { ...KAFKA, ...broker },
    times,
    { subscriber: GROUP, ...parts },
    ({ simulation: { probe } }) => probe.on(messageTruncated, () => truncated++),
  );
  return { ...seen, truncated };
}

describe('when nobody in sync is left', () => {
  // Both followers are out of sync when the leader goes, with what it alone has; the worker is away all the while.
  const faults = [
    dies(1, '0s', '30s'),
    dies(2, '0s', '30s'),
    { crash: 'worker', at: '11s', for: '1h' },
    dies(0, '29s', '20m'),
  ];
  const lax = { replicas: 3, 'min-in-sync': 1, 'delivery-timeout': '1h' };

  it('the partition waits for the last one that was, and nothing is lost', () => {
    const { answers, truncated } = runs([10_000, 12_000, 60_000], lax, { faults });
    expect(answers.slice(0, 2)).toEqual(['ok@10001', 'ok@12001']);
    expect(Number(answers[2]?.slice(3))).toBeGreaterThan(1_229_000);
    expect(truncated).toBe(0);
  });

  it('an unclean leader is there soon, and what it has not is gone though it was confirmed', () => {
    const unclean = { ...lax, 'unclean-election': true };
    const { answers, truncated, effects } = runs([10_000, 12_000, 60_000], unclean, { faults });
    expect(answers).toEqual(['ok@10001', 'ok@12001', 'ok@60003']);
    // The first was read before the worker died.
    expect(effects).toEqual(['job@10011']);
    expect(truncated).toBe(1);
  });
});

describe('a leader that comes back', () => {
  it('leads again when the leaders are looked at, if it has caught up', () => {
    const leaders: number[] = [];
    const faults = [dies(0, '10s', '60s')];
    run(KAFKA, [1000], { faults }, ({ brokers, simulation }) => {
      const topic = brokers[0]?.broker as unknown as Topic;
      for (const at of [15, 25, 100, 299, 301]) {
        simulation.after((at * SECOND) as Duration, () => leaders.push(topic.leaderOf(0)), null);
      }
    });
    expect(leaders).toEqual([0, 1, 1, 1, 0]);
  });
});

describe('without a controller', () => {
  it('leaders stay as they are, and a dead one is followed by nobody', () => {
    const loss = { 'controller-loss': 'jobs', at: '1s', for: '20s' };
    const quick = { 'retry-backoff': '10ms', 'retry-backoff-max': '10ms' };
    const fine = runs([2000], quick, { faults: [loss] });
    expect(fine.answers).toEqual(['ok@2003']);
    const { answers } = runs([5000], quick, { faults: [loss, dies(0, '2s')] });
    // The next controller waits for a session of its own: 21 + 9 s.
    const at = Number(answers[0]?.slice(3));
    expect(at).toBeGreaterThan(30_000);
    expect(at).toBeLessThan(30_020);
  });

  it('a clean shutdown hands nothing over', () => {
    const loss = { 'controller-loss': 'jobs', at: '1s', for: '3s' };
    const { answers } = runs(
      [5000],
      { 'retry-backoff-max': '100ms' },
      {
        faults: [loss, { ...dies(0, '2s'), clean: true }],
      },
    );
    expect(Number(answers[0]?.slice(3))).toBeGreaterThan(10_000);
  });
});

describe('without a coordinator', () => {
  const loss = { 'coordinator-loss': 'jobs', at: '1s', for: '10s' };

  it('members go on, and what they do is done again when they die', () => {
    const died = { crash: 'worker', at: '5s', for: '1s' };
    const parts = { faults: [loss, died], subscriber: { ...GROUP, static: true } };
    expect(runs([2000], {}, { faults: [loss] }).effects).toEqual(['job@2013']);
    expect(runs([2000], {}, parts).effects).toEqual(['job@2013', 'job@6010']);
  });

  it('commits are made as soon as there is one', () => {
    const died = { crash: 'worker', at: '20s', for: '1s' };
    expect(runs([2000], {}, { faults: [loss, died] }).effects).toEqual(['job@2013']);
  });

  it('nobody is given up: the next one waits for a session', () => {
    const died = { crash: 'worker', instances: 1, at: '2s', for: '1h' };
    const subscriber = { ...GROUP, 'session-timeout': '5s', 'heartbeat-interval': '100ms' };
    const parts = { worker: { instances: 2 }, subscriber };
    expect(runs([3000], {}, { ...parts, faults: [died] }).effects).toEqual(['job@7110']);
    expect(runs([3000], {}, { ...parts, faults: [died, loss] }).effects).toEqual(['job@16110']);
  });
});
