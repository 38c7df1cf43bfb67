import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';

function run(more: Partial<Scenario>, times: readonly number[] = [0]) {
  return trace({
    clients: { user: { calls: 's.go', load: { times: times.map((at) => `${at}ms` as const) } } },
    services: { s: { operations: { go: [{ work: '10ms' }, { effect: 'done' }] } } },
    ...more,
  });
}

const cut = (target: string, at: string, length: string) =>
  ({ partition: target, at, for: length }) as never;

describe('the network', () => {
  it('takes its time both ways', () => {
    expect(run({ network: { default: '3ms' } }).answers).toEqual(['ok@16']);
  });

  it('goes any number of hops at one instant, there and back', () => {
    const last = 2_999;
    const chain = Object.fromEntries(
      Array.from({ length: last + 1 }, (_, i) => [
        `s${i}`,
        { operations: { go: i < last ? [{ call: `s${i + 1}.go` }] : [{ work: '10ms' }] } },
      ]),
    );
    const clients = { user: { calls: 's0.go', load: { times: ['0ms', '5ms'] } } };
    expect(run({ clients, services: chain } as never).answers).toEqual(['ok@10', 'ok@15']);
  });

  it('finds an edge however its pattern is spaced', () => {
    expect(run({ network: { ' user   ->  s': '3ms' } as never }).answers).toEqual(['ok@16']);
  });

  it('shakes hands first where connections are not kept', () => {
    const network = { default: { latency: '3ms', connections: 'per-call' } } as const;
    expect(run({ network }).answers).toEqual(['ok@22']);
  });

  it('shares a bandwidth among messages, one after the other', () => {
    const network = { default: { bandwidth: '1MB/s', request: '5kB', reply: '2kB' } } as const;
    // The replies do not meet: 5 + 10 + 2, and the second request leaves at 10.
    expect(run({ network }, [0, 0]).answers).toEqual(['ok@17', 'ok@22']);
  });

  it('tries a lost request again after 200 ms, then twice as long each time', () => {
    const faults = [cut('user -> s', '0s', '1s')];
    expect(run({ faults, network: { default: '1ms' } }).answers).toEqual(['ok@1412']);
  });

  it('tries a lost reply again likewise, while the work is done', () => {
    const faults = [cut('s -> user', '0s', '500ms')];
    const { answers, effects } = run({ faults });
    expect(effects).toEqual(['done@10']);
    expect(answers).toEqual(['ok@610']);
  });

  it('tries a lost SYN again after 1 s', () => {
    const network = { default: { connections: 'per-call' } } as const;
    expect(run({ network, faults: [cut('user -> s', '0s', '900ms')] }).answers).toEqual([
      'ok@1010',
    ]);
    expect(run({ network, faults: [cut('s -> user', '0s', '1500ms')] }).answers).toEqual([
      'ok@3010',
    ]);
  });

  it('gives a connection up that never comes about, after 127 s', () => {
    const network = { default: { connections: 'per-call' } } as const;
    expect(run({ network, faults: [cut('user -> s', '0s', '10m')] }).answers).toEqual([
      'unreachable@63000',
    ]);
  });

  it('cuts both ways where both are cut', () => {
    expect(run({ faults: [cut('user <-> s', '5ms', '100ms')] }).answers).toEqual(['ok@210']);
  });

  it('loses as often as it is told, and loses time only', () => {
    const times = Array.from({ length: 2000 }, (_, index) => index * 1500);
    const { answers } = run({ network: { default: { loss: '10%' } } }, times);
    const late = answers.filter(
      (each, index) => Number(each.split('@')[1]) - (times[index] ?? 0) > 100,
    );
    // Either way may lose: 19 %, within four standard deviations.
    expect(Math.abs(late.length - 380)).toBeLessThan(70);
    expect(answers.every((each) => each.startsWith('ok'))).toBe(true);
  });

  it('does not tell the callee that the caller has left', () => {
    const policies = { default: [{ timeout: '4ms' }] } as const;
    const { answers, effects } = run({ policies });
    expect(answers).toEqual(['timeout@4']);
    expect(effects).toEqual(['done@10']);
  });

  it('tells it where cancellation propagates', () => {
    const policies = { default: [{ timeout: '4ms' }] } as const;
    const network = { default: { cancellation: 'propagates' } } as const;
    expect(run({ policies, network }).effects).toEqual([]);
  });

  it('adds the latency of a fault to every message', () => {
    const faults = [{ latency: 'user -> s', by: '50ms', at: '0s', for: '1s' }] as never;
    expect(run({ faults }, [0, 2000]).answers).toEqual(['ok@60', 'ok@2010']);
  });
});
