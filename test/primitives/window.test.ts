import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Counts, CountWindow, TimeWindow } from '../../sim/primitives/window.js';

interface Seen {
  readonly failed: boolean;
  readonly slow: boolean;
}

const seen: fc.Arbitrary<Seen> = fc.record({ failed: fc.boolean(), slow: fc.boolean() });
const counted = ({ total, failed, slow }: Counts): Counts => ({ total, failed, slow });

function countsOf(calls: readonly Seen[]): Counts {
  const failed = calls.filter((call) => call.failed).length;
  return { total: calls.length, failed, slow: calls.filter((call) => call.slow).length };
}

describe('a window of calls', () => {
  it('counts the last so many, and nothing from before it was cleared', () => {
    const well = fc.constant<Seen>({ failed: false, slow: false });
    const calls = fc.array(fc.oneof({ arbitrary: well, weight: 3 }, seen));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), calls, fc.nat(40), (size, list, clearAt) => {
        const window = new CountWindow(size);
        let since = 0;
        for (const [n, { failed, slow }] of list.entries()) {
          if (n === clearAt) {
            window.clear();
            since = n;
          }
          window.record(failed, slow);
          expect(counted(window)).toEqual(countsOf(list.slice(since, n + 1).slice(-size)));
        }
      }),
    );
  });
});

describe('a window of time', () => {
  it('counts the calls of its buckets, up to that of the instant, and none from before it was cleared', () => {
    const calls = fc.array(fc.tuple(fc.nat(60), seen));
    const shape = fc.record({ buckets: fc.integer({ min: 1, max: 8 }), width: fc.constant(10) });
    fc.assert(
      fc.property(shape, calls, fc.nat(40), ({ buckets, width }, list, clearAt) => {
        const window = new TimeWindow(buckets, width);
        let before: { bucket: number; call: Seen }[] = [];
        let now = 0;
        for (const [n, [passed, call]] of list.entries()) {
          now += passed;
          if (n === clearAt) {
            window.clear();
            before = [];
          }
          window.count(now, 1, Number(call.failed), Number(call.slow));
          const bucket = Math.floor(now / width);
          before.push({ bucket, call });
          const recent = before.filter((each) => each.bucket > bucket - buckets);
          expect(counted(window)).toEqual(countsOf(recent.map((each) => each.call)));
        }
      }),
    );
  });
});
