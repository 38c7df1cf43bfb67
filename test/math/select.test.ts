import fc from 'fast-check';
import { expect, it } from 'vitest';
import { select } from '../../sim/math/select.js';

it('gives what stands at an index once all are in order, one index after the other', () => {
  const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(values, fc.infiniteStream(fc.nat()), (all, wanted) => {
      const sorted = Float64Array.from(all).sort();
      const moved = Float64Array.from(all);
      for (let n = 0; n < 5; n++) {
        const index = (wanted.next().value as number) % all.length;
        expect(select(moved, index)).toBe(sorted[index]);
      }
      expect(moved.sort()).toEqual(sorted);
    }),
  );
});
