import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairMap } from '../../sim/primitives/pair-map.js';

/** Few that come again, such as lie far apart, and beyond 32 bits. */
const numbers = fc.oneof(fc.nat(3), fc.nat(5000), fc.integer(), fc.maxSafeInteger());
const changes = fc.array(fc.tuple(fc.constantFrom('set', 'delete'), numbers, numbers), {
  minLength: 1,
  maxLength: 400,
});

describe('a map from pairs', () => {
  it('is one of JavaScript, whatever is set and deleted', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const pairs = new PairMap<number>();
        const map = new Map<string, number>();
        for (const [index, [action, first, second]] of list.entries()) {
          const name = `${first}/${second}`;
          if (action === 'set') {
            pairs.set(first, second, index);
            map.set(name, index);
          } else {
            pairs.delete(first, second);
            map.delete(name);
          }
          expect(pairs.size).toBe(map.size);
        }
        for (const [, first, second] of list) {
          expect(pairs.get(first, second)).toBe(map.get(`${first}/${second}`));
        }
      }),
    );
  });

  it('finds all that share a place after one of them has gone', () => {
    const pairs = new PairMap<number>();
    // Whole numbers that differ by a multiple of 2^32 are mixed alike.
    const alike = [0, 1, 2, 3, 4].map((n) => n * 2 ** 32);
    for (const second of alike) pairs.set(7, second, second);
    for (const gone of alike) {
      pairs.delete(7, gone);
      const left = alike.filter((each) => each > gone);
      expect(left.map((each) => pairs.get(7, each))).toEqual(left);
      expect(pairs.get(7, gone)).toBeUndefined();
    }
  });
});
