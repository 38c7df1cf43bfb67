import { describe, expect, it } from 'vitest';
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
    faults: [fault as never],
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

  it('turn nobody away while the process stands still', () => {
    const policy = { 'rate-limit': { rate: '1/s', burst: 1 } };
    const frozen = { freeze: 's', at: '5ms', for: '100ms' };
    expect(run(frozen, [20, 30], policy).answers).toEqual(['ok@115', 'rate-limited@105']);
  });
});
