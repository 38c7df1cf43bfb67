/** Balancing by zones (LB10, LB11): shares by arithmetic, and whole models. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../sim/kernel/time.js';
import type { BalancerSite } from '../../sim/primitives/endpoint.js';
import { compile, fromObject } from '../../sim/scenario/compile.js';
import { callArrived } from '../../sim/services/service.js';
import { modelOf } from '../trace.js';
import { balancerOf, endpointsOf, picks, SENDER } from './sender.js';

const CALLS = 40_000;

function sender(zone: string, senders: Readonly<Record<string, number>>): BalancerSite {
  return { ...SENDER, zone, senders: () => new Map(Object.entries(senders)) };
}

/** The share of calls that each zone gets, given where the endpoints are and which of them are left. */
function shares(
  written: unknown,
  zones: readonly string[],
  site: BalancerSite,
  left: readonly number[] = zones.map((_, index) => index),
): Readonly<Record<string, number>> {
  const endpoints = endpointsOf(zones.length, { zones });
  const balancer = balancerOf(written, endpoints, site);
  balancer.update?.(endpoints.filter(({ index }) => left.includes(index)));
  const counts: Record<string, number> = {};
  for (const index of picks(balancer, CALLS)) {
    const zone = zones[index] as string;
    counts[zone] = (counts[zone] ?? 0) + 1 / CALLS;
  }
  return counts;
}

/** Five standard errors of a share, and a little for rounds that do not come out even. */
function expectShares(seen: object, expected: Readonly<Record<string, number>>): void {
  expect(Object.keys(seen).sort()).toEqual(Object.keys(expected).sort());
  for (const [zone, share] of Object.entries(seen)) {
    expect(Math.abs(share - (expected[zone] as number)), zone).toBeLessThan(0.0125);
  }
}

const times = (zone: string, count: number) => new Array<string>(count).fill(zone);

describe('zone-aware (LB11)', () => {
  it('keeps everything in a zone that has its share of the endpoints', () => {
    const zones = [...times('a', 4), ...times('b', 4)];
    expectShares(shares('zone-aware', zones, sender('a', { a: 1, b: 1 })), { a: 1 });
    expectShares(shares('zone-aware', zones, sender('a', { a: 1, b: 3 })), { a: 1 });
  });

  it('spills what is too much for it over to zones that have room', () => {
    // A quarter of the endpoints for half of the senders: half stays, the rest goes where room is.
    const zones = [...times('a', 2), ...times('b', 2), ...times('c', 4)];
    const site = sender('a', { a: 2, b: 1, c: 1 });
    expectShares(shares('zone-aware', zones, site), { a: 0.5, c: 0.5 });
  });

  it('divides the rest by the room that zones have', () => {
    const zones = [...times('a', 1), ...times('b', 3), ...times('c', 6)];
    const site = sender('a', { a: 2, b: 1, c: 1 });
    // a: 10 % for 50 %. Room: b 30 - 25 = 5, c 60 - 25 = 35.
    const rest = 1 - 0.1 / 0.5;
    expectShares(shares('zone-aware', zones, site), {
      a: 0.2,
      b: (rest * 5) / 40,
      c: (rest * 35) / 40,
    });
  });

  it('loads every endpoint alike, all senders taken together', () => {
    const zones = [...times('a', 2), ...times('b', 3), ...times('c', 5)];
    const senders = { a: 5, b: 3, c: 2 };
    const total: Record<string, number> = {};
    for (const [from, count] of Object.entries(senders)) {
      for (const [zone, share] of Object.entries(
        shares('zone-aware', zones, sender(from, senders)),
      )) {
        total[zone] = (total[zone] ?? 0) + (share * count) / 10;
      }
    }
    expectShares(total, { a: 0.2, b: 0.3, c: 0.5 });
  });

  it('does not look at zones with fewer than six endpoints, or when one side has more zones', () => {
    const few = [...times('a', 2), ...times('b', 3)];
    const site = sender('a', { a: 1, b: 1 });
    expectShares(shares('zone-aware', few, site), { a: 0.4, b: 0.6 });
    expectShares(shares({ 'zone-aware': { minimum: 5 } }, few, site), { a: 0.8, b: 0.2 });
    const three = [...times('a', 2), ...times('b', 2), ...times('c', 2)];
    expectShares(shares('zone-aware', three, site), { a: 1 / 3, b: 1 / 3, c: 1 / 3 });
  });

  it('notices that endpoints have gone out of use', () => {
    const zones = [...times('a', 4), ...times('b', 4)];
    const site = sender('a', { a: 1, b: 1 });
    // Two of six for half of the senders: two thirds stay.
    expectShares(shares('zone-aware', zones, site, [2, 3, 4, 5, 6, 7]), { a: 2 / 3, b: 1 / 3 });
    expectShares(shares({ 'zone-aware': { minimum: 2 } }, zones, site, [4, 5, 6, 7]), { b: 1 });
  });
});

describe('zone-first (LB10)', () => {
  const zones = [...times('a', 100), ...times('b', 100)];
  const site = sender('a', { a: 1 });
  /** So many of a hundred endpoints are left here, and there. */
  const left = (here: number, there: number) => [
    ...Array.from({ length: here }, (_, index) => index),
    ...Array.from({ length: there }, (_, index) => 100 + index),
  ];
  const seen = (here: number, there: number) =>
    shares('zone-first', zones, site, left(here, there));

  it('stays at home while 72 % of it is left, and leaves by and by', () => {
    expectShares(seen(100, 100), { a: 1 });
    expectShares(seen(72, 100), { a: 1 });
    expectShares(seen(71, 100), { a: 0.99, b: 0.01 });
    expectShares(seen(50, 100), { a: 0.7, b: 0.3 });
    expectShares(seen(25, 100), { a: 0.35, b: 0.65 });
    expectShares(seen(0, 100), { b: 1 });
  });

  it('shares out what both can carry when that is too little', () => {
    expectShares(seen(25, 25), { a: 0.5, b: 0.5 });
    expectShares(seen(40, 20), { a: 56 / 84, b: 28 / 84 });
    expectShares(seen(40, 0), { a: 1 });
  });

  it('overprovisions as much as it is told', () => {
    const written = { 'zone-first': { overprovisioning: 1 } };
    expectShares(shares(written, zones, site, left(72, 100)), { a: 0.72, b: 0.28 });
  });

  it('goes anywhere from a zone without endpoints', () => {
    expectShares(shares('zone-first', zones, sender('c', { c: 1 })), { a: 0.5, b: 0.5 });
  });
});

describe('zones of a scenario', () => {
  const services = (zones?: readonly string[]) => ({
    pool: {
      instances: 3,
      ...(zones === undefined ? {} : { zones }),
      operations: { serve: [{ work: '1ms' as const }] },
    },
  });

  it('keep the calls of each copy of a client at home', () => {
    const model = modelOf({
      run: { duration: '100s' },
      clients: {
        users: { calls: 'pool', load: { constant: '10/s' }, instances: 2, zones: ['a', 'b'] },
      },
      balancing: { default: 'zone-first' },
      services: services(['a', 'b', 'a']),
    });
    const { simulation, clients } = model;
    const seen = [0, 0, 0, 0];
    simulation.probe.on(callArrived, ({ number }) => {
      seen[number] = (seen[number] as number) + 1;
    });
    for (const { client } of clients) client.start(100 * SECOND);
    simulation.runUntil(200 * SECOND);
    // Requests go round the copies of the client: 500 and 499. The second has one instance at home.
    expect([seen[1], (seen[0] as number) + (seen[2] as number)]).toEqual([499, 500]);
  });

  it('have to be there where a balancer goes by them', () => {
    const { findings } = compile(
      fromObject({
        clients: { users: { calls: 'pool', load: '10/s', zones: ['a', 'b'] } },
        balancing: { 'users -> pool': 'zone-aware' },
        services: services(),
      }),
      [''],
    );
    expect(findings.map(({ expected, got }) => `${expected}; ${got}`)).toEqual([
      'zones: zone-aware goes by those of pool; pool without zones',
    ]);
  });
});
