import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { fields } from '../../sim/catalogue/groups.js';
import { fromPlain, toPlain } from '../../sim/catalogue/tree.js';
import { Simulation } from '../../sim/kernel/simulation.js';
import { MILLISECOND, SECOND } from '../../sim/kernel/time.js';
import { roundRobin } from '../../sim/network/balancers/round-robin.js';
import { OUTLIERS, Outliers } from '../../sim/network/outliers.js';
import { Rotation } from '../../sim/network/rotation.js';
import { Endpoint } from '../../sim/primitives/endpoint.js';
import { PlacedHandler } from '../../sim/primitives/handler.js';
import { type Fault, OK, Outcome } from '../../sim/primitives/outcome.js';
import { SENDER } from './sender.js';

const NO_CALL = undefined as never;
const FAILURE = Outcome.failure('server-error', 'callee');

/** A number of endpoints under detection, and what their sender does with them. */
class Bench {
  readonly simulation = new Simulation();
  readonly endpoints: readonly Endpoint[];
  readonly rotation: Rotation;
  /** When, who and how: in seconds. */
  readonly states: [number, number, string][] = [];

  constructor(count: number, options: object = {}) {
    this.endpoints = Array.from(
      { length: count },
      (_, index) => new Endpoint(index, new PlacedHandler(`endpoint ${index}`, {})),
    );
    const field = fields(OUTLIERS, { doc: '' }, 'detect');
    const tree = field.complete(field.expand(fromPlain(options)));
    const chosen = v.parse(field.schema as never, toPlain(tree)) as never;
    this.rotation = new Rotation(this.simulation, this.endpoints, (left) =>
      roundRobin.create({}, left, SENDER),
    );
    const outliers = new Outliers(this.simulation, chosen, this.endpoints, ({ index }, state) => {
      this.states.push([this.simulation.now / SECOND, index, state]);
      this.rotation.changed();
    });
    this.rotation.add(outliers);
  }

  answer(index: number, times: number, outcome: Outcome | null): void {
    for (let n = 0; n < times; n++)
      this.rotation.answered(this.endpoints[index] as Endpoint, outcome, 0, 0, NO_CALL);
  }

  /** So many good answers out of a hundred from each endpoint, while time stands still. */
  rates(good: readonly number[]): void {
    good.forEach((share, index) => {
      // Mixed, so that no row of failures is long.
      for (let n = 0; n < 100; n++) {
        const ok = Math.floor(((n + 1) * share) / 100) > Math.floor((n * share) / 100);
        this.answer(index, 1, ok ? OK : FAILURE);
      }
    });
  }

  /** Endpoints that are in use, at a time in seconds. */
  used(at: number): readonly number[] {
    if (at * SECOND > this.simulation.now) this.simulation.runUntil(at * SECOND);
    const seen = new Set<number>();
    for (let n = 0; n < 4 * this.endpoints.length; n++) {
      const endpoint = this.rotation.pick(NO_CALL);
      if (endpoint !== null) seen.add(endpoint.index);
    }
    return [...seen].sort((a, b) => a - b);
  }
}

const everybody = (count: number) => Array.from({ length: count }, (_, index) => index);
const without = (count: number, ...gone: number[]) =>
  everybody(count).filter((index) => !gone.includes(index));

describe('outlier detection: Envoy and Istio', () => {
  const consecutive = { detect: ['consecutive'] };

  it('ejects at the fifth failure in a row, at once (V1)', () => {
    const bench = new Bench(10, consecutive);
    bench.answer(3, 4, FAILURE);
    bench.answer(3, 1, OK);
    bench.answer(3, 4, FAILURE);
    expect(bench.used(1)).toEqual(everybody(10));
    bench.answer(3, 1, FAILURE);
    expect(bench.used(1)).toEqual(without(10, 3));
  });

  it('takes a sender that left for a failure, and 429 for none', () => {
    const bench = new Bench(10, consecutive);
    bench.answer(1, 5, null);
    bench.answer(2, 9, Outcome.failure('rate-limited', 'callee'));
    expect(bench.used(1)).toEqual(without(10, 1));
    const told = new Bench(10, { ...consecutive, counts: ['timeout'] });
    for (const fault of ['reset', 'timeout'] satisfies Fault[]) {
      told.answer(fault === 'reset' ? 1 : 2, 5, Outcome.failure(fault, 'callee'));
    }
    expect(told.used(1)).toEqual(without(10, 2));
  });

  it('ejects nobody of fewer than ten with the default cap, unless the first may always go (V2)', () => {
    const nine = new Bench(9, consecutive);
    nine.answer(0, 5, FAILURE);
    expect(nine.used(1)).toEqual(everybody(9));
    const older = new Bench(3, { ...consecutive, cap: 'first-always' });
    older.answer(0, 5, FAILURE);
    older.answer(1, 5, FAILURE);
    expect(older.used(1)).toEqual([1, 2]);
  });

  it('lets back in at the sweep after base times the number of ejections (V3)', () => {
    const bench = new Bench(10, consecutive);
    const back = (from: number, to: number) => {
      bench.answer(0, 5, FAILURE);
      expect(bench.used(to - 1)).toEqual(without(10, 0));
      expect(bench.used(to)).toEqual(everybody(10));
      return from;
    };
    bench.simulation.runUntil(1 * SECOND);
    // 30 s from 1 s are over at 31 s; the next sweep is at 40 s. The second takes 60 s.
    back(1, 40);
    back(40, 100);
    back(100, 190);
  });

  it('tells who is ejected, and who is in use again', () => {
    const bench = new Bench(10, consecutive);
    bench.answer(3, 5, FAILURE);
    bench.simulation.runUntil(100 * SECOND);
    expect(bench.states).toEqual([
      [0, 3, 'ejected'],
      [30, 3, 'in use'],
    ]);
  });

  it('forgets an ejection with each interval of good behaviour (V4)', () => {
    const bench = new Bench(10, consecutive);
    bench.answer(0, 5, FAILURE);
    expect(bench.used(40)).toEqual(everybody(10));
    // Two sweeps later nothing is held against it: 30 s again, from 65 s to the sweep at 100 s.
    bench.simulation.runUntil(65 * SECOND);
    bench.answer(0, 5, FAILURE);
    expect(bench.used(99)).toEqual(without(10, 0));
    expect(bench.used(100)).toEqual(everybody(10));
  });

  it('lasts no longer than the longest', () => {
    const bench = new Bench(10, { ...consecutive, longest: '45s' });
    bench.answer(0, 5, FAILURE);
    bench.simulation.runUntil(30 * SECOND);
    bench.answer(0, 5, FAILURE);
    expect(bench.used(79)).toEqual(without(10, 0));
    expect(bench.used(80)).toEqual(everybody(10));
  });

  it('finds a success rate 1.9 deviations below the mean: 50, 100, 100, 100, 100 (V5)', () => {
    const found = (rates: readonly number[]) => {
      const bench = new Bench(rates.length, { detect: ['success-rate'], most: '100%' });
      bench.rates(rates);
      return bench.used(10);
    };
    // The mean is 90, the deviation 20: below 52.
    expect(found([50, 100, 100, 100, 100])).toEqual([1, 2, 3, 4]);
    expect(found([50, 100, 100, 100])).toEqual(everybody(4));
    expect(found([53, 100, 100, 100, 53])).toEqual(everybody(5));
  });

  it('looks at one interval at a time', () => {
    const bench = new Bench(5, { detect: [{ 'failure-share': { volume: 150 } }], most: '100%' });
    bench.rates([0, 100, 100, 100, 100]);
    expect(bench.used(10)).toEqual(everybody(5));
    bench.rates([0, 100, 100, 100, 100]);
    expect(bench.used(20)).toEqual(everybody(5));
  });

  it('finds a share of failures from 85 % on, gRPC above it only (V5, V7)', () => {
    const found = (options: object) => {
      const bench = new Bench(6, { detect: [{ 'failure-share': options }], most: '100%' });
      bench.rates([15, 16, 100, 100, 100, 100]);
      return bench.used(10);
    };
    expect(found({})).toEqual([1, 2, 3, 4, 5]);
    expect(found({ from: 'above' })).toEqual(everybody(6));
  });

  it('with the cap of gRPC ejects while the share before is below it (V7)', () => {
    const bench = new Bench(5, { ...consecutive, cap: 'before', most: '30%' });
    for (const index of [0, 1, 2]) bench.answer(index, 5, FAILURE);
    expect(bench.used(1)).toEqual([2, 3, 4]);
  });

  it('panics rather than leaving the rest alone with all the load, unless told not to', () => {
    const eject = (count: number, options: object) => {
      const bench = new Bench(5, { ...consecutive, most: '100%', ...options });
      for (let index = 0; index < count; index++) bench.answer(index, 5, FAILURE);
      return bench.used(1);
    };
    expect(eject(2, {})).toEqual([2, 3, 4]);
    expect(eject(3, {})).toEqual(everybody(5));
    expect(eject(3, { panic: '0%' })).toEqual([3, 4]);
    // Everybody is out: nobody is asked, until somebody comes back.
    expect(eject(5, { panic: '0%' })).toEqual([]);
  });

  it('never ejects everyone for good: all come back by themselves', () => {
    const bench = new Bench(3, { ...consecutive, most: '100%', panic: '0%' });
    for (const index of [0, 1, 2]) bench.answer(index, 5, FAILURE);
    expect(bench.used(29)).toEqual([]);
    expect(bench.used(30)).toEqual(everybody(3));
  });

  it('sweeps no longer than there is something to look at', () => {
    const bench = new Bench(10, consecutive);
    bench.answer(0, 5, FAILURE);
    bench.simulation.runUntil(3600 * SECOND);
    expect(bench.simulation.idle).toBe(true);
    expect(bench.simulation.events).toBeLessThan(20);
    expect(bench.simulation.now / MILLISECOND).toBe(3_600_000);
  });
});

describe('outlier detection, whatever comes', () => {
  const percent = fc.integer({ min: 0, max: 100 });
  const options = fc.record({
    detect: fc.subarray(['consecutive', 'success-rate', 'failure-share'], { minLength: 1 }),
    every: fc.constantFrom('1s', '10s'),
    'eject-for': fc.constantFrom('1s', '30s'),
    cap: fc.constantFrom('after' as const, 'before' as const, 'first-always' as const),
    most: percent,
    panic: percent,
  });
  const answers = fc.array(
    fc.record({
      index: fc.nat(11),
      times: fc.integer({ min: 1, max: 120 }),
      ok: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
      pause: fc.constantFrom(0, 0, 0, 1, 15),
    }),
    { minLength: 5, maxLength: 80, size: 'max' },
  );
  const written = ({
    most,
    panic,
    ...rest
  }: typeof options extends fc.Arbitrary<infer T> ? T : never) =>
    ({ ...rest, most: `${most}%`, panic: `${panic}%` }) as const;
  /** How many may be out at once. */
  const bounds = {
    after: (share: number, count: number) => Math.floor(share * count),
    before: (share: number, count: number) => Math.ceil(share * count),
    'first-always': (share: number, count: number) => Math.max(1, Math.floor(share * count)),
  };

  it('ejects no more than may go, so never everyone unless that is allowed, and all come back', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 12 }),
      options,
      answers,
      (count, chosen, script) => {
        const bench = new Bench(count, { ...written(chosen), panic: '0%' });
        const most = bounds[chosen.cap](chosen.most / 100, count);
        let now = 0;
        for (const { index, times, ok, pause } of script) {
          bench.answer(index % count, times, ok ? OK : FAILURE);
          now += pause;
          expect(count - bench.used(now).length).toBeLessThanOrEqual(most);
        }
        // Longer than the longest ejection.
        expect(bench.used(now + 400)).toEqual(everybody(count));
      },
    );
    fc.assert(property, { numRuns: 300, seed: 20268 });
  });

  it('leaves as many as panic asks for, or everybody', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 12 }),
      options,
      answers,
      (count, chosen, script) => {
        const bench = new Bench(count, { ...written(chosen), most: '100%' });
        let now = 0;
        for (const { index, times, ok, pause } of script) {
          bench.answer(index % count, times, ok ? OK : FAILURE);
          now += pause;
          const { length } = bench.used(now);
          expect(length).toBeGreaterThanOrEqual((chosen.panic / 100) * count);
        }
      },
    );
    fc.assert(property, { numRuns: 300, seed: 20269 });
  });
});
