import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Occupancy } from '../../sim/telemetry/occupancy.js';

const LAST = 64;
const changes = fc.array(fc.tuple(fc.nat(200), fc.nat(1000)), { minLength: 1 });

describe('occupancy', () => {
  it('knows for how long how many were present, also beyond what it tells apart', () => {
    fc.assert(
      fc.property(changes, fc.nat(50), (list, restartAt) => {
        const occupancy = new Occupancy();
        let times = new Array<number>(LAST + 1).fill(0);
        let integral = 0;
        let now = 0;
        for (const [n, [present, passed]] of list.entries()) {
          if (n === restartAt) {
            occupancy.restart(now);
            times = times.fill(0);
            integral = 0;
          }
          const before = occupancy.value;
          now += passed;
          times[Math.min(before, LAST)] = (times[Math.min(before, LAST)] as number) + passed;
          integral += before * passed;
          occupancy.set(present, now);
          expect(occupancy.value).toBe(present);
        }
        expect([...occupancy.times]).toEqual(times);
        expect(occupancy.integral).toBe(integral);
      }),
    );
  });
});
