import { describe, expect, it } from 'vitest';
import { groupRebalanced } from '../../sim/messaging/message.js';
import { type Parts, run } from './stage.js';

const KAFKA = { kind: 'kafka', partitions: 2, linger: '0s', append: '0s', replicate: '0s' };
const GROUP = {
  rebalance: 'server',
  'heartbeat-interval': '100ms',
  'session-timeout': '1s',
  'join-time': '0s',
  commit: 'record',
};
/** Every 50 ms from the first to the last second. */
const STEADY = Array.from({ length: 200 }, (_, n) => 50 * n);
const TWO = { worker: { instances: 2 }, user: { keys: { uniform: 100 } } };

function runs(parts: Parts, subscriber: object = {}) {
  const rebalances: string[] = [];
  const seen = run(
    KAFKA,
    STEADY,
    { ...TWO, subscriber: { ...GROUP, ...subscriber }, ...parts },
    ({ simulation }) => {
      simulation.probe.on(groupRebalanced, (_, stopped) =>
        rebalances.push(`${stopped ? 'from' : 'to'} ${simulation.now / 1e6}`),
      );
    },
  );
  const times = seen.effects.map((each) => Number(each.slice(4)));
  return { ...seen, times, rebalances };
}

/** The longest time without any effect, between two instants (ms). */
function longestPause(times: readonly number[], from: number, to: number): number {
  const within = times.filter((at) => at >= from && at <= to).sort((a, b) => a - b);
  return Math.max(...within.slice(1).map((at, n) => at - (within[n] as number)));
}

describe('a rebalance by the server', () => {
  const died = [{ crash: 'worker', instances: 1, at: '3s', for: '1h' }];

  it('gives what a dead member had to the others by their next heartbeat', () => {
    const { times, rebalances } = runs({ faults: died });
    expect(times.length).toBeGreaterThanOrEqual(200);
    // Given up at 4 s; the other hears of it 100 ms later.
    expect(rebalances).toEqual(['from 4000', 'to 4100']);
  });

  it('stops nobody who keeps what it has, where an eager one stops all', () => {
    const slow = { operations: { go: [{ wait: '10ms' }, { effect: 'job' }] }, instances: 2 };
    const back = [{ crash: 'worker', instances: 1, at: '3s', for: '2s' }];
    const server = runs({ faults: back, worker: slow });
    const eager = runs(
      { faults: back, worker: slow },
      { rebalance: 'eager', 'initial-delay': '0s' },
    );
    expect(server.times.length).toBeGreaterThanOrEqual(200);
    expect(eager.times.length).toBeGreaterThanOrEqual(200);
    expect(longestPause(server.times, 2000, 9000)).toBeLessThanOrEqual(
      longestPause(eager.times, 2000, 9000),
    );
  });

  it('lets a member that is back in time wait for its former self', () => {
    const back = [{ crash: 'worker', instances: 1, at: '3s', for: '200ms' }];
    const { rebalances } = runs({ faults: back });
    expect(rebalances.at(-1)).toBe('to 4100');
    const named = runs({ faults: back }, { static: true });
    expect(named.rebalances).toEqual([]);
  });

  it('waits for a coordinator', () => {
    const loss = { 'coordinator-loss': 'jobs', at: '3500ms', for: '2s' };
    const { rebalances } = runs({ faults: [...died, loss] });
    // Back at 5.5 s, a session more, and a heartbeat.
    expect(rebalances).toEqual(['from 6500', 'to 6600']);
  });
});
