import { describe, expect, it } from 'vitest';
import { Fading } from '../../sim/primitives/fading.js';

const LIFE = 100;
const fading = () => new Fading<number>((since, now) => now - since > LIFE);

describe('what fades', () => {
  it('is kept while it is of use', () => {
    const things = fading();
    for (let now = 0; now < 3_000; now++) {
      things.set(now, now, now);
      for (const age of [0, 1, LIFE]) {
        if (now >= age) expect(things.get(now - age)).toBe(now - age);
      }
    }
  });

  it('is bounded by what is of use, not by what has passed', () => {
    const things = fading();
    let most = 0;
    for (let now = 0; now < 20_000; now++) {
      things.set(now, now, now);
      most = Math.max(most, things.size);
    }
    expect(most).toBe(1024);
    expect(things.get(0)).toBeUndefined();
  });

  it('grows with what is of use', () => {
    const things = fading();
    for (let key = 0; key < 5000; key++) things.set(key, 0, 0);
    expect(things.size).toBe(5000);
    for (let key = 5000; key < 50_000; key++) things.set(key, key, key);
    expect(things.size).toBeLessThan(5000);
  });
});
