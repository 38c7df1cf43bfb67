import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Level } from '../../sim/primitives/level.js';
import { Levels } from '../../sim/primitives/levels.js';

const COUNT = 3;
const change = fc.tuple(fc.nat(COUNT - 1), fc.nat(100), fc.nat(1000));

describe('levels side by side', () => {
  it('are each what a level of its own is', () => {
    fc.assert(
      fc.property(fc.array(change), fc.nat(30), (changes, restartAt) => {
        const levels = new Levels(COUNT);
        const apart = Array.from({ length: COUNT }, () => new Level());
        let now = 0;
        for (const [n, [index, value, passed]] of changes.entries()) {
          now += passed;
          if (n === restartAt) {
            levels.restart(now);
            for (const level of apart) level.restart(now);
          }
          levels.set(index, value, now);
          apart[index]?.set(value, now);
        }
        const end = now + 7;
        const integrals = apart.map((_, index) => levels.upTo(index, end));
        expect(integrals).toEqual(apart.map((level) => level.upTo(end)));
      }),
    );
  });
});
