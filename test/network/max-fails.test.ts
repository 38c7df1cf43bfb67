/** NGINX upstream servers, max_fails and fail_timeout (LB2), second by second as its source has it. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { SECOND } from '../../sim/kernel/time.js';
import { callArrived } from '../../sim/services/service.js';
import { modelOf, trace } from '../trace.js';

/** One call a second to instances of which the first fails from one second to another, as a share says. */
function nginx(detect: unknown, more: Partial<Scenario> = {}, instances = 2): Scenario {
  return {
    clients: { user: { calls: 's.go', load: { constant: '1/s' }, requests: 40 } },
    services: { s: { instances, operations: { go: [{ work: '1ms' }] } } },
    outliers: { 'user -> s': { detect: [detect], panic: '0%' } as never },
    faults: [{ crash: 's', instances: 1, at: '0s', for: '20.5s' }] as never,
    ...more,
  };
}

/** Seconds at which the first instance was called. */
function asked(scenario: Scenario): number[] {
  const { simulation, clients, faults } = modelOf(scenario);
  const seen: number[] = [];
  simulation.probe.on(callArrived, ({ number }) => {
    if (number === 0) seen.push(simulation.now / SECOND);
  });
  for (const { recurrence } of faults) recurrence.start();
  for (const { client } of clients) client.start(100 * SECOND);
  simulation.runUntil(100 * SECOND);
  return seen;
}

describe('max-fails', () => {
  it('passes a server over for more than ten seconds after one failure, then tries it with one call', () => {
    // 1: fails. 12: 11 > 10 s later; fails again. 23: works, and is in the round again from then on.
    expect(asked(nginx('max-fails')).slice(0, 6)).toEqual([1, 12, 23, 25, 27, 29]);
  });

  it('needs as many failures as it is told', () => {
    // Round robin asks the first one every other second until there are three failures.
    expect(asked(nginx({ 'max-fails': 3 })).slice(0, 5)).toEqual([1, 3, 5, 16, 27]);
  });

  it('forgets failures that a success follows after the time', () => {
    // One failure in fifteen seconds each time: never two that count together.
    const faults = [{ crash: 's', instances: 1, at: '0.5s', for: '1s', every: '14s' }] as never;
    const seen = asked(nginx({ 'max-fails': { fails: 2 } }, { faults }));
    expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => 2 * n + 1));
  });

  it('adds up failures when no success comes later than the time after the last', () => {
    // Failures at 1 and 7; 3, 5 succeed, but less than ten seconds after a failure.
    const faults = [
      { crash: 's', instances: 1, at: '0.5s', for: '1s' },
      { crash: 's', instances: 1, at: '6.5s', for: '1s' },
    ] as never;
    expect(asked(nginx({ 'max-fails': 2 }, { faults })).slice(0, 6)).toEqual([1, 3, 5, 7, 18, 20]);
  });

  it('uses a server as before when the one call that tried it was answered', () => {
    const times = ['1s', '12s', '12.05s', '12.1s', '13s', '14s', '15s', '16s'] as const;
    const seen = asked({
      ...nginx('max-fails'),
      clients: { user: { calls: 's.go', load: { times } } },
      services: { s: { instances: 2, operations: { go: [{ wait: '100ms' }] } } },
      faults: [{ crash: 's', instances: 1, at: '0s', for: '5s' }] as never,
    });
    // At 12 s it is the turn of the other; the call at 12.1 s goes past the one that is being tried.
    expect(seen).toEqual([1, 12.05, 13, 15]);
  });

  it('lets one call at a time find out', () => {
    const { answers } = trace({
      ...nginx('max-fails'),
      clients: {
        user: { calls: 's.go', load: { times: ['1s', '12s'] }, batch: 2, patience: '500ms' },
      },
      services: { s: { instances: 2, operations: { go: [{ wait: '100ms' }] } } },
      faults: [{ crash: 's', instances: 1, at: '0s', for: '5s' }] as never,
    });
    expect(answers).toEqual(['refused@1000', 'ok@1100', 'ok@12100', 'ok@12100']);
  });

  it('answers at once when nobody is left', () => {
    const faults = [{ crash: 's', at: '0s', for: '5s' }] as never;
    const { answers } = trace(nginx('max-fails', { faults }));
    expect(answers.slice(0, 13)).toEqual([
      'refused@1000',
      'refused@2000',
      ...Array.from({ length: 9 }, (_, n) => `unavailable@${(n + 3) * 1000}`),
      'ok@12001',
      'ok@13001',
    ]);
  });

  it('never passes over a server that is alone', () => {
    expect(asked(nginx('max-fails', {}, 1))).toHaveLength(40);
  });

  it('counts whole seconds', () => {
    const seen = (retry: number) =>
      asked({
        ...nginx({ 'max-fails': { timeout: '2s' } }),
        clients: {
          user: { calls: 's.go', load: { times: ['1.9s', `${retry - 1}ms`, `${retry}ms`] } },
        },
      });
    // Second 1 and second 3 are two apart, second 1 and second 4 are three.
    expect(seen(3999)).toEqual([1.9]);
    expect(seen(4000)).toEqual([1.9, 4]);
  });
});
