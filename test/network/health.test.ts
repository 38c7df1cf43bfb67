/** Active health checks: when an instance goes and comes back, to the instant, and what checks cost (HC1). */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { SECOND } from '../../sim/kernel/time.js';
import { compile, fromObject } from '../../sim/scenario/compile.js';
import { callArrived } from '../../sim/services/service.js';
import { modelOf, trace } from '../trace.js';

const CHECKS = { calls: 's.ping', every: '10s', timeout: '2s', healthy: 3, unhealthy: 2 };

/** Two instances, of which the first is checked at 0 s, 10 s, ..., the second at 5 s, 15 s, ... */
function checked(health: object = {}, more: Partial<Scenario> = {}): Scenario {
  return {
    clients: { user: { calls: 's.go', load: { constant: '1/s' }, requests: 200 } },
    services: {
      s: { instances: 2, operations: { go: [{ work: '1ms' }], ping: [{ wait: '0s' }] } },
    },
    health: { 'user -> s': { ...CHECKS, ...health } as never },
    policies: { default: [{ timeout: '500ms' }] },
    ...more,
  };
}

interface Arrival {
  readonly at: number;
  readonly instance: number;
  readonly isCheck: boolean;
}

/** Who was called and when, in seconds. */
function arrivals(scenario: Scenario, until = 200): Arrival[] {
  const { simulation, clients, faults } = modelOf(scenario);
  const seen: Arrival[] = [];
  simulation.probe.on(callArrived, ({ number }, call) => {
    const isCheck = call.request.client === -1;
    seen.push({ at: simulation.now / SECOND, instance: number, isCheck });
  });
  for (const { recurrence } of faults) recurrence.start();
  for (const { client } of clients) client.start(until * SECOND);
  simulation.runUntil(until * SECOND);
  return seen;
}

/** Spans of seconds in which the first instance got none of the calls. */
function pauses(scenario: Scenario): (readonly [number, number])[] {
  const calls = arrivals(scenario).filter((each) => !each.isCheck && each.instance === 0);
  return calls.flatMap(({ at }, n) => {
    const before = calls[n - 1]?.at ?? 0;
    return at - before > 2.5 ? [[before, at] as const] : [];
  });
}

const silent = (at: string, length: string) =>
  ({
    faults: [{ crash: 's', instances: 1, silent: true, at, for: length }],
  }) as unknown as Partial<Scenario>;

describe('health checks', () => {
  it('come every interval after the last one was over, spread over the interval at first', () => {
    const checks = arrivals(checked(), 31).filter(({ isCheck }) => isCheck);
    expect(checks.map(({ at, instance }) => [at, instance])).toEqual([
      [0, 0],
      [5, 1],
      [10, 0],
      [15, 1],
      [20, 0],
      [25, 1],
      [30, 0],
    ]);
  });

  it('take an instance out at the second bad one, and bring it back at the third good one', () => {
    // Dead from 15 s to 60 s. Checks at 20 and 32 fail at 22 and 34, those at 44 and 56 at 46 and 58;
    // 68, 78 and 88 are good.
    const [pause, ...more] = pauses(checked({}, silent('15s', '45s')));
    expect(more).toEqual([]);
    const [last, first] = pause as readonly [number, number];
    expect([33, 34]).toContain(last);
    expect([88, 89]).toContain(first);
  });

  it('begin counting anew when one says otherwise', () => {
    // Bad at 20 and 42, good at 32 in between.
    const faults = [
      { crash: 's', instances: 1, silent: true, at: '19s', for: '10s' },
      { crash: 's', instances: 1, silent: true, at: '40s', for: '10s' },
    ] as never;
    expect(pauses(checked({}, { faults }))).toEqual([]);
  });

  it('take it out at the first with a fault that they are told', () => {
    const faults = [{ errors: 's', rate: '100%', instances: 1, at: '15s', for: '6s' }] as never;
    expect(pauses(checked({}, { faults }))).toEqual([]);
    const told = pauses(checked({ 'at-once': ['server-error'] }, { faults }));
    // Bad at 20, good at 30, 40 and 50.
    expect(told).toHaveLength(1);
    expect(Math.abs((told[0]?.[0] as number) - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs((told[0]?.[1] as number) - 50)).toBeLessThanOrEqual(1);
  });

  it('go over the network: they take its time, and are cut off where calls are', () => {
    const network = (latency: string) => ({ network: { 'user -> s': latency } }) as never;
    expect(pauses(checked({ timeout: '200ms' }, network('99ms')))).toEqual([]);
    const late = arrivals(checked({ timeout: '200ms', panic: '0%' }, network('101ms')));
    // 0 s and 5 s, 10.2 s and 15.2 s: nobody is called any more.
    expect(late.filter(({ at, isCheck }) => !isCheck && at > 15.5)).toEqual([]);
    const cut = { faults: [{ partition: 'user -> s', at: '15s', for: '40s' }] } as never;
    const ends = trace(checked({ panic: '0%' }, cut)).answers.map((each) => each.split('@')[0]);
    // Sent at 16 s and at 40 s.
    expect([ends[15], ends[39]]).toEqual(['timeout', 'unavailable']);
  });

  it('cost the thread and the work of whoever is asked', () => {
    const { answers } = trace({
      clients: { user: { calls: 's.go', load: { times: ['0s', '10001ms'] } } },
      services: {
        s: {
          threads: 1,
          operations: { go: [{ work: '1ms' }], ping: [{ work: '300ms' }] },
        },
      },
      health: { 'user -> s': { ...CHECKS, every: '9.7s' } as never },
    });
    // The checks at 0 s and 10 s come first.
    expect(answers).toEqual(['ok@301', 'ok@10301']);
  });

  it('are made by each copy of the caller, or by one for all', () => {
    const copies = (by: string) => {
      const scenario = checked({ by });
      const { user } = scenario.clients as { user: object };
      const clients = { user: { ...user, instances: 5 } } as never;
      return arrivals({ ...scenario, clients, ...silent('15s', '100s') }, 100);
    };
    const checksOf = (seen: readonly Arrival[]) => seen.filter(({ isCheck }) => isCheck);
    // Two instances, ten checks each in 100 s but for eight of the dead one.
    expect(checksOf(copies('one')).length).toBeLessThanOrEqual(20);
    expect(checksOf(copies('each-copy')).length).toBeGreaterThan(80);
    const late = copies('one').filter(
      ({ at, instance, isCheck }) => !isCheck && instance === 0 && at > 34.5,
    );
    expect(late).toEqual([]);
  });

  it('call everybody when nobody is left, unless told not to', () => {
    const dead = { faults: [{ crash: 's', at: '15s', for: '60s' }] } as never;
    const ends = (panic: string) =>
      trace(checked({ panic }, dead))
        .answers.slice(44, 64)
        .map((each) => each.split('@')[0]);
    expect(new Set(ends('1%'))).toEqual(new Set(['refused']));
    expect(new Set(ends('0%'))).toEqual(new Set(['unavailable']));
  });

  it('bring an outlier back with the first good one', () => {
    const outliers = {
      'user -> s': { detect: ['consecutive'], most: '100%', panic: '0%' },
    } as never;
    const faults = [{ errors: 's', rate: '100%', instances: 1, at: '10.5s', for: '10s' }] as never;
    const scenario = checked({ unhealthy: 5 }, { outliers, faults });
    // Ejected at 20 s at the latest, for 30 s and to the next sweep; the check at 30 s is good.
    const [pause] = pauses(scenario);
    expect(Math.abs((pause?.[1] as number) - 30)).toBeLessThanOrEqual(1);
    const { health: _, ...unchecked } = scenario;
    const [longer] = pauses(unchecked as Scenario);
    expect(longer?.[1]).toBeGreaterThanOrEqual(50);
  });

  it('let an instance that they put back begin slowly', () => {
    const balancing = {
      'user -> s': { 'smooth-weighted': { weights: [1, 1], 'slow-start': '50s' } },
    } as never;
    const scenario = checked({}, { balancing, ...silent('15s', '45s') });
    const calls = arrivals(scenario).filter(({ isCheck, at }) => !isCheck && at > 88 && at < 113);
    const share = calls.filter(({ instance }) => instance === 0).length / calls.length;
    // Back at 88 s: a weight from a tenth to a half. It began anew at 60 s, and would have far more.
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.3);
  });

  it('rest while whoever makes them is down', () => {
    const scenario: Scenario = {
      clients: { user: { calls: 'gate.in', load: { constant: '1/s' } } },
      services: {
        gate: { operations: { in: [{ call: 's.go' }] } },
        s: { operations: { go: [{ work: '1ms' }], ping: [{ work: '0s' }] } },
      },
      health: { 'gate -> s': CHECKS as never },
      faults: [{ crash: 'gate', at: '15s', for: '20s' }] as never,
    };
    const seen = arrivals(scenario, 60).filter(({ isCheck }) => isCheck);
    expect(seen.map(({ at }) => at)).toEqual([0, 10, 40, 50, 60]);
  });

  it('are of the callee alone', () => {
    const { findings } = compile(
      fromObject({
        ...checked(),
        services: {
          s: { operations: { go: [{ call: 't.go' }], ping: [{ work: '0s' }] } },
          t: { operations: { go: [{ work: '0s' }] } },
        },
        health: { 's -> t': CHECKS as never },
      }),
      [''],
    );
    expect(findings.map(({ expected, got }) => `${expected}; ${got}`)).toEqual([
      'an operation of t, whose instances are checked; "s.ping"',
    ]);
  });
});
