import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import type { StationResult } from '../../sim/telemetry/stations.js';
import { trace } from '../trace.js';

/** A service of 10 ms whose policies could answer for it, called at the given milliseconds. */
function run(fault: object, times: readonly number[], policy: unknown = { fallback: {} }) {
  return trace({
    clients: {
      user: {
        calls: 's.go',
        load: { times: times.map((at) => `${at}ms` as const) },
        patience: '500ms',
      },
    },
    services: {
      s: { threads: 1, operations: { go: [{ work: '10ms' }] }, policies: [policy as never] },
    },
    faults: [fault].flat() as never,
  });
}

const DEAD = { crash: 's', at: '5ms', for: '100ms' };

describe('policies at the entrance of a service', () => {
  it('do not answer for a process that is dead', () => {
    expect(run(DEAD, [0, 50, 200]).answers).toEqual(['reset@5', 'refused@50', 'ok@210']);
  });

  it('are not heard of when the host has died, and leave nothing behind', () => {
    const { answers, model } = run({ ...DEAD, silent: true }, [0, 50, 200]);
    expect(answers).toEqual(['abandoned@500', 'abandoned@550', 'ok@210']);
    expect(model.exchange.calls.inProgress).toBe(0);
    expect(model.exchange.requests.held).toBe(0);
  });

  it('lose who waits in them when the process dies', () => {
    const policy = { bulkhead: { calls: 1, queue: 9 } };
    const { answers, model } = run(DEAD, [0, 1, 2, 200], policy);
    expect(answers).toEqual(['reset@5', 'reset@5', 'reset@5', 'ok@210']);
    expect(model.exchange.calls.inProgress).toBe(0);
  });

  it('lose who waits at the door of a process that stands still, when it dies', () => {
    const trouble = (fault: object) =>
      run([{ freeze: 's', at: '1ms', for: '300ms' }, fault] as never, [20, 200], { timeout: '1h' });
    expect(trouble({ crash: 's', at: '50ms', for: '100ms' }).answers).toEqual([
      'reset@50',
      'ok@311',
    ]);
  });

  it('let in who waited in the order in which they came, after a second freeze too', () => {
    const faults = [
      { freeze: 's', at: '10ms', for: '100ms' },
      { freeze: 's', at: '60ms', for: '100ms' },
    ];
    expect(run(faults as never, [20, 70], { timeout: '1h' }).answers).toEqual(['ok@170', 'ok@180']);
  });

  it('turn nobody away while the process stands still', () => {
    const policy = { 'rate-limit': { rate: '1/s', burst: 1 } };
    const frozen = { freeze: 's', at: '5ms', for: '100ms' };
    expect(run(frozen, [20, 30], policy).answers).toEqual(['ok@115', 'rate-limited@105']);
  });
});

describe('the figures of a service with policies at its entrance', () => {
  const none = {
    arrivals: 0,
    started: 0,
    succeeded: 0,
    failed: 0,
    turnedAway: 0,
    gaveUp: 0,
    maxQueue: 0,
  };

  /** One second of a service of 100 ms, called at the given milliseconds. */
  const figures = (policies: readonly unknown[], times: readonly number[], more: object = {}) => {
    const load = { times: times.map((at) => `${at}ms` as const) };
    const { variants, findings } = compile(
      fromObject({
        run: { duration: '1s', warmup: '0s' },
        clients: { user: { calls: 's.go', load, keys: { zipf: 1 } } },
        services: { s: { threads: 1, operations: { go: [{ work: '100ms' }] }, policies } },
        ...more,
      } as never),
      [''],
    );
    expect(findings).toEqual([]);
    const { services } = runOnce(variants[0] as Variant, { replication: 0 });
    const { arrivals, started, succeeded, failed, turnedAway, gaveUp, maxQueue, ...means } =
      services.s as StationResult;
    const { meanPresent, meanQueue, meanBusyThreads } = means;
    return {
      counts: { arrivals, started, succeeded, failed, turnedAway, gaveUp: gaveUp.count, maxQueue },
      means: [meanPresent, meanQueue, meanBusyThreads].map((each) => Math.round(each * 1e9) / 1e9),
    };
  };

  it('have what is turned away there', () => {
    const limit = { 'rate-limit': { rate: '1/s', burst: 1 } };
    expect(figures([limit], [0, 200, 300])).toEqual({
      counts: { ...none, arrivals: 3, started: 1, succeeded: 1, failed: 2, turnedAway: 2 },
      means: [0.1, 0, 0.1],
    });
  });

  it('have who is held up there as waiting, for as long as that takes', () => {
    const line = { bulkhead: { calls: 1, queue: 1, 'max-wait': '50ms' } };
    // The second gives up after 50 ms; the fourth has its turn after 40.
    expect(figures([line], [0, 20, 300, 360])).toEqual({
      counts: { ...none, arrivals: 4, started: 3, succeeded: 3, failed: 1, gaveUp: 1, maxQueue: 1 },
      means: [0.39, 0.09, 0.3],
    });
  });

  it('have who is answered there, without a thread', () => {
    // Two more wait for the execution of the first; the last finds its answer.
    const once = { coalesce: { 'keep-for': '400ms' } };
    expect(figures([once], [0, 20, 60, 200])).toEqual({
      counts: { ...none, arrivals: 4, started: 1, succeeded: 4, maxQueue: 2 },
      means: [0.22, 0.12, 0.1],
    });
  });

  it('have who waits at the door of a process that stands still', () => {
    const faults = [{ freeze: 's', at: '0s', for: '500ms' }];
    const plain = figures([], [100, 200], { faults });
    expect(figures([{ deadline: {} }], [100, 200], { faults })).toEqual(plain);
    expect(plain.means).toEqual([1, 0.8, 0.2]);
  });
});
