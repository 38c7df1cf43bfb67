import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Expiries } from '../../sim/policies/expiries.js';

describe('expiries', () => {
  it('come in their order, each when its time is up', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (list) => {
        const expiries = new Expiries();
        let left: { first: number; second: number; until: number }[] = [];
        let until = 0;
        for (const [index, [pushes, by]] of list.entries()) {
          if (pushes) {
            until += by;
            expiries.push(index, -index, until);
            left.push({ first: index, second: -index, until });
            continue;
          }
          const now = until - by;
          const gone: [number, number][] = [];
          expiries.expire(now, (first, second) => gone.push([first, second]));
          const due = left.filter((each) => each.until <= now);
          expect(gone).toEqual(due.map(({ first, second }) => [first, second]));
          left = left.filter((each) => each.until > now);
        }
      }),
    );
  });
});
