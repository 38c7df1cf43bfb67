import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compare, type Scenario, simulate } from '../../sim/index.js';
import { assemble } from '../../sim/scenario/assemble.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import { callArrived } from '../../sim/services/service.js';
import type { StationResult } from '../../sim/telemetry/stations.js';
import { runs } from './runs.js';
import { scenarios } from './scenarios.js';

const RUNS = runs(40);

function variantOf(scenario: Scenario): Variant {
  const { variants, findings } = compile(fromObject(scenario), ['']);
  expect(findings).toEqual([]);
  return variants[0] as Variant;
}

/** Policies that are there and do nothing. */
const idle = [
  { deadline: {} },
  { timeout: '1d' },
  { retry: { attempts: 1 } },
  { retry: { attempts: 3, on: ['cancelled'] } },
  { bulkhead: 1_000_000 },
  { 'rate-limit': { rate: '1000000/s', burst: 1_000_000 } },
  { 'circuit-breaker': { trip: { consecutive: 1_000_000 } } },
  { fallback: { on: ['cancelled'] } },
];

/** What clients saw, apart from how many events it took. */
function seen(scenario: Scenario): unknown {
  const { clients, effects } = runOnce(variantOf(scenario), { replication: 0 });
  return { clients, effects };
}

/** What a service's figures are, to nine digits: sums come in another order where something ends at the same instant. */
function books(station: StationResult): readonly string[] {
  const { arrivals, started, turnedAway, gaveUp, wait, sojourn, maxQueue } = station;
  const { meanPresent, meanQueue, meanBusyThreads, meanBusyCores, utilisation } = station;
  // Who is taken back, and reset, at the same instant may count as either.
  const over = station.succeeded + station.failed + station.cancelled;
  const counts = [arrivals, over, started, turnedAway, gaveUp.count, maxQueue];
  const means = [wait.mean, sojourn.mean, meanPresent, meanQueue, meanBusyThreads, meanBusyCores];
  return [...counts, ...means, utilisation].map((each) => each.toPrecision(9));
}

describe('strategies', () => {
  it('a strategy more does not move the numbers of the others', () => {
    fc.assert(
      fc.property(scenarios, scenarios, (scenario, other) => {
        const strategies = { plain: {}, slow: { clients: { users: { patience: '20ms' } } } };
        const two = compare({ ...scenario, strategies } as Scenario);
        const more = { first: { policies: other.policies ?? {} }, ...strategies };
        // The other scenario's edges may not exist here: then it is no strategy for this one.
        fc.pre(!Object.keys(other.policies ?? {}).some((edge) => edge.includes('s1')));
        const three = compare({ ...scenario, strategies: more } as Scenario);
        for (const name of ['plain', 'slow']) {
          const find = (all: typeof two) =>
            all.strategies.find(({ strategy }) => strategy === name);
          expect(find(three)).toEqual(find(two));
        }
      }),
      RUNS,
    );
  });

  it('a policy that does nothing changes nothing that a client sees', () => {
    fc.assert(
      fc.property(scenarios, fc.shuffledSubarray(idle), (scenario, layers) => {
        const { policies: _, ...rest } = scenario;
        const plain = rest as Scenario;
        const guarded = { ...plain, policies: { default: layers } } as Scenario;
        expect(seen(guarded)).toEqual(seen(plain));
      }),
      RUNS,
    );
  });

  it('a policy at the entrance that does nothing changes nothing that a service shows', () => {
    fc.assert(
      fc.property(scenarios, fc.shuffledSubarray(idle, { minLength: 1 }), (scenario, layers) => {
        const { policies: _, faults = [], ...rest } = scenario;
        // Before a process that stands still calls wait at the door, in the order in which they came.
        fc.pre(!faults.some((each) => 'freeze' in each));
        const shown = (policies: readonly unknown[]) => {
          const services = Object.entries(rest.services).map(([name, service]) => [
            name,
            { ...service, policies },
          ]);
          const changed = { ...rest, faults, services: Object.fromEntries(services) } as Scenario;
          return Object.values(runOnce(variantOf(changed), { replication: 0 }).services).map(books);
        };
        expect(shown(layers)).toEqual(shown([]));
      }),
      RUNS,
    );
  });

  it('requests come at the same times, and bring the same demands, whatever the policies', () => {
    const scenario = (policies: Scenario['policies']): Scenario => ({
      run: { duration: '20s', warmup: '0s' },
      clients: { users: { calls: 'front.go', load: '50/s', keys: { zipf: 50 } } },
      services: {
        front: { operations: { go: [{ work: { exponential: '2ms' } }, { call: 'back.go' }] } },
        back: {
          threads: 2,
          operations: { go: [{ fail: 0.2 }, { work: { exponential: '20ms' } }] },
        },
      },
      ...(policies === undefined ? {} : { policies }),
    });
    const arrivals = (policies: Scenario['policies']) => {
      const model = assemble(variantOf(scenario(policies)).linked, { seed: 7, replication: 3 });
      const first = new Map<string, string>();
      model.simulation.probe.on(callArrived, (instance, call) => {
        const { sentAt, key } = call.request;
        const visit = `${instance.service.name} ${sentAt}`;
        // The first attempt's randomness; retries have their own.
        if (!first.has(visit)) first.set(visit, `${key} ${call.keyHigh} ${call.keyLow}`);
      });
      for (const { client } of model.clients) client.start(2e10);
      model.simulation.runUntil(1e12);
      return first;
    };
    const plain = arrivals({});
    const retried = arrivals({ 'front -> back': [{ retry: 5 }, { timeout: '30ms' }] });
    expect(retried).toEqual(plain);
    expect(plain.size).toBeGreaterThan(1500);
  });

  it('common random numbers make the paired interval narrower than either alone', () => {
    const { strategies, differences } = compare({
      run: { duration: '60s', replications: 12 },
      clients: { users: { calls: 's.go', load: '40/s' } },
      services: { s: { threads: 1, operations: { go: [{ work: { exponential: '20ms' } }] } } },
      network: { default: '1ms' },
      strategies: { near: {}, far: { network: { default: '2ms' } } },
    });
    const mean = strategies[0]?.measures.mean;
    const paired = differences.find(({ measure }) => measure === 'mean');
    const width = (each: { low: number | null; high: number | null } | undefined) =>
      (each?.high ?? 0) - (each?.low ?? 0);
    // Each hop is a millisecond longer, for every single request.
    expect(paired?.mean).toBeCloseTo(2e6, -1);
    expect(paired?.real).toBe(true);
    expect(width(paired)).toBeLessThan(width(mean) / 100);
  });

  it('a single strategy is simulated as it is compared', () => {
    const scenario: Scenario = {
      run: { duration: '10s', replications: 2 },
      clients: { users: { calls: 's.go', load: '20/s' } },
      services: { s: { operations: { go: [{ work: { exponential: '5ms' } }] } } },
      strategies: { slow: { services: { s: { threads: 1 } } } },
    };
    const [alone] = simulate(scenario, { strategy: 'slow' }).strategies;
    expect(alone).toEqual(compare(scenario).strategies[0]);
  });
});
