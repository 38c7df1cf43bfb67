/** A breaker at each endpoint: failure accrual of Finagle (FA1, FA2) and Linkerd (LK1), in whole models. */
import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import type { Scenario } from '../../sim/index.js';
import { SECOND } from '../../sim/kernel/time.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import { callArrived } from '../../sim/services/service.js';
import { modelOf, trace } from '../trace.js';

const BREAKER = {
  trip: { consecutive: 3 },
  'open-for': '10s',
  'half-opens': 'at',
  'half-open': 'first-answer',
  probes: 1,
  at: 'endpoints',
} as const;

/** A call a second, in turn to two instances; the first one fails from the beginning for so long. */
function shop(policies: readonly unknown[], ill: string, more: Partial<Scenario> = {}): Scenario {
  return {
    clients: { user: { calls: 's.go', load: { constant: '1/s' } } },
    services: { s: { instances: 2, operations: { go: [{ work: '1ms' }] } } },
    policies: { 'user -> s': policies as never },
    faults: [{ errors: 's', rate: '100%', instances: 1, at: '0s', for: ill }] as never,
    ...more,
  };
}

/** Seconds at which the first instance was called. */
function asked(scenario: Scenario, until = 60): number[] {
  const { simulation, clients, faults } = modelOf(scenario);
  const seen: number[] = [];
  simulation.probe.on(callArrived, ({ number }) => {
    if (number === 0) seen.push(simulation.now / SECOND);
  });
  for (const { recurrence } of faults) recurrence.start();
  for (const { client } of clients) client.start(until * SECOND);
  simulation.runUntil(until * SECOND);
  return seen;
}

const breaker = (more: object = {}) => [{ 'circuit-breaker': { ...BREAKER, ...more } }];
const faultsOf = (scenario: Scenario, from: number, to: number) =>
  trace(scenario)
    .answers.slice(from, to)
    .map((each) => each.split('@')[0]);

describe('a circuit breaker at endpoints', () => {
  it('keeps calls from the one that fails; one at the edge sees every other call succeed', () => {
    expect(asked(shop(breaker(), '1h')).slice(0, 5)).toEqual([1, 3, 5, 15, 25]);
    expect(asked(shop(breaker({ at: 'edge' }), '1h'))).toHaveLength(30);
    expect(new Set(faultsOf(shop(breaker(), '1h'), 5, 14))).toEqual(new Set(['ok']));
  });

  it('lets one probe through when the time is over, and all when that was good', () => {
    // Well from 20 s on: the probe at 15 fails, that at 25 does not.
    expect(asked(shop(breaker(), '20s')).slice(0, 7)).toEqual([1, 3, 5, 15, 25, 27, 29]);
  });

  it('passes the endpoint over while its probe is under way', () => {
    const services = { s: { instances: 2, operations: { go: [{ wait: '2.5s' as const }] } } };
    // The probe of 15 s is answered at 17.5; the calls of 16 and 17 go to the other.
    const seen = asked(shop(breaker(), '6s', { services }), 25);
    expect(seen).toEqual([1, 3, 5, 15, 18, 20, 22, 24]);
  });

  it('takes a caller that leaves for a failure', () => {
    const silent = [{ crash: 's', instances: 1, silent: true, at: '0s', for: '1h' }] as never;
    const policies = [{ timeout: '100ms' }, ...breaker()];
    // Open from 5.1 s on.
    expect(asked(shop(policies, '1h', { faults: silent })).slice(0, 4)).toEqual([1, 3, 5, 16]);
  });

  it('refuses when every breaker is open, or calls somebody all the same', () => {
    const faults = [{ errors: 's', rate: '100%', at: '0s', for: '1h' }] as never;
    const all = (more: object) => new Set(faultsOf(shop(breaker(more), '1h', { faults }), 6, 14));
    expect(all({})).toEqual(new Set(['unavailable']));
    expect(all({ 'all-open': 'pass' })).toEqual(new Set(['server-error']));
  });

  it('does not listen to calls that it would have kept back', () => {
    // Both are open; good answers of those that pass all the same close neither before its probe.
    const faults = [{ errors: 's', rate: '100%', at: '0s', for: '6.5s' }] as never;
    const scenario = shop(breaker({ 'all-open': 'pass' }), '1h', { faults });
    const { policies } = runOf({ ...scenario, run: { duration: '14s', warmup: '0s' } });
    expect(policies.map(({ entered }) => entered)).toEqual([{ open: 1 }, { open: 1 }]);
  });

  it('gives the place of a probe that counts as nothing to the next call', () => {
    const faults = [
      { errors: 's', rate: '100%', instances: 1, at: '0s', for: '6s' },
      { crash: 's', instances: 1, at: '12s', for: '7s' },
    ] as never;
    const scenario = shop(breaker({ ignores: ['refused'] }), '', { faults });
    // Refused as of 15 s, and asked again each time that it is its turn.
    expect(asked(scenario, 24)).toEqual([1, 3, 5, 15, 17, 19, 21, 23]);
  });

  it('in a dry run only shows what it would do', () => {
    const scenario = shop(breaker({ 'dry-run': true }), '1h');
    expect(asked(scenario)).toHaveLength(30);
    const { policies } = runOf({ ...scenario, run: { duration: '60s', warmup: '0s' } });
    expect(policies[0]?.entered.open).toBeGreaterThan(0);
  });

  it('has a state for each endpoint and each copy of the caller', () => {
    const clients = {
      user: { calls: 's.go', load: { constant: '1/s' as const }, instances: 3 },
    };
    const scenario = shop(breaker(), '1h', { clients, run: { duration: '60s', warmup: '0s' } });
    const { policies } = runOf(scenario);
    expect(policies.map(({ place, instance, copies }) => [place, instance, copies])).toEqual([
      ['user -> s', 1, 3],
      ['user -> s', 2, 3],
    ]);
    expect(policies.map(({ entered }) => entered.open ?? 0)).toEqual([expect.any(Number), 0]);
  });

  it('has no place at the entrance of a service', () => {
    const { findings } = compile(
      fromObject({
        ...shop([], '1s'),
        services: { s: { policies: breaker() as never, operations: { go: [{ work: '1ms' }] } } },
      }),
      [''],
    );
    expect(findings.map(({ path, got }) => `${path.join('.')}: ${got}`)).toEqual([
      'services.s.policies.0.circuit-breaker: circuit-breaker at endpoints',
    ]);
  });
});

describe('the presets of those who have it', () => {
  const preset = (name: string) => [{ preset: name, retry: null }];

  it('Linkerd shuts after seven failures in a row, for 1 s and up to half as much more, then twice that', () => {
    const seen = asked(shop(preset('linkerd'), '1h'), 100);
    expect(seen.slice(0, 7)).toEqual([1, 3, 5, 7, 9, 11, 13]);
    const gaps = seen.slice(7).map((at, n) => at - (seen[n + 6] as number));
    [1, 2, 4, 8, 16].forEach((penalty, n) => {
      expect(gaps[n]).toBeGreaterThanOrEqual(penalty);
      // The next call after it, and whose turn it is.
      expect(gaps[n]).toBeLessThanOrEqual(1.5 * penalty + 2);
    });
  });

  it('Linkerd refuses when all are shut, Finagle calls any', () => {
    const faults = [{ errors: 's', rate: '100%', at: '0s', for: '1h' }] as never;
    const ends = (name: string) =>
      faultsOf(shop(preset(name), '1h', { faults }), 10, 60).map((each) => each as string);
    expect(ends('linkerd')).toContain('unavailable');
    expect(ends('finagle')).not.toContain('unavailable');
  });

  it('Finagle stays with the good one for five seconds and more', () => {
    const seen = asked(shop(preset('finagle'), '1h'), 100);
    expect(seen.slice(0, 5)).toEqual([1, 3, 5, 7, 9]);
    const [first = 0, second = 0] = seen.slice(5).map((at, n) => at - (seen[n + 4] as number));
    expect(first).toBeGreaterThanOrEqual(5);
    expect(first).toBeLessThanOrEqual(7);
    expect(second).toBeGreaterThanOrEqual(5);
  });
});

function runOf(scenario: Scenario) {
  const { variants, findings } = compile(fromObject(scenario), ['']);
  expect(findings).toEqual([]);
  return runOnce(variants[0] as Variant, { replication: 0 });
}
