import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Occupancy } from '../../sim/telemetry/occupancy.js';

const LAST = 64;
const PLACES = 3;
const change = fc.tuple(fc.nat(PLACES - 1), fc.nat(200), fc.nat(1000));
type Change = readonly [place: number, to: number, passed: number];

/** By the definition: how long so many were at a place, from a change on. */
function staysAt(place: number, changes: readonly Change[], from: number): [number, number][] {
  let present = 0;
  return changes.flatMap(([moved, to, passed], n) => {
    const stay: [number, number] = [present, passed];
    if (moved === place) present = to;
    return n >= from ? [stay] : [];
  });
}

/** Makes the changes, and begins anew before one of them. */
function after(changes: readonly Change[], restartAt: number): Occupancy {
  const occupancy = new Occupancy(PLACES);
  const present = new Array<number>(PLACES).fill(0);
  let now = 0;
  for (const [n, [place, to, passed]] of changes.entries()) {
    if (n === restartAt) {
      for (const [at, there] of present.entries()) occupancy.were(there, at, now);
      occupancy.restart(now);
    }
    now += passed;
    occupancy.were(present[place] as number, place, now);
    present[place] = to;
  }
  for (const [at, there] of present.entries()) occupancy.were(there, at, now);
  return occupancy;
}

describe('occupancy', () => {
  it('knows of each place for how long how many were there, also beyond what it tells apart', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1 }), fc.nat(50), (changes, restartAt) => {
        const occupancy = after(changes, restartAt);
        const from = restartAt < changes.length ? restartAt : 0;
        for (let place = 0; place < PLACES; place++) {
          const stays = staysAt(place, changes, from);
          const times = new Array<number>(LAST + 1).fill(0);
          for (const [present, passed] of stays) {
            times[Math.min(present, LAST)] = (times[Math.min(present, LAST)] as number) + passed;
          }
          expect([...occupancy.times(place)]).toEqual(times);
          expect(occupancy.integral(place)).toBe(stays.reduce((sum, [n, t]) => sum + n * t, 0));
        }
      }),
    );
  });
});
