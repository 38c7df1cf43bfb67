import { describe, expect, it } from 'vitest';
import { deriveKey, draw, type Keyed, rootKey, salt } from '../../sim/kernel/random.js';

const DRAWS = 200_000;
const CELLS = 128;
const ROOT: Keyed = { keyHigh: 0x6a09e667, keyLow: 0x3c6ef372 };
const GAP = salt('load.gap');
const WORK = salt('work#0');
const CALL = salt('call back#0');

function child(parent: Keyed, purpose: number): Keyed {
  const key = { keyHigh: 0, keyLow: 0 };
  deriveKey(key, parent, purpose);
  return key;
}

/** The ways in which uniforms come next to each other in a run. */
const SEQUENCES: Record<string, (n: number) => number> = {
  'one purpose over requests': (n) => draw(child(ROOT, n), GAP),
  'neighbouring purposes of one request': (n) => draw(child(ROOT, n >> 6), WORK + (n & 63)),
  'attempts of calls inside requests': (n) =>
    draw(child(child(child(ROOT, n >> 2), CALL), WORK + (n & 3)), WORK),
  'a long chain of derived keys': chain(),
  'users, each with requests of their own': (n) =>
    draw(child(child(ROOT, n % 1000), Math.floor(n / 1000)), GAP),
};

function chain(): (n: number) => number {
  const key = { ...ROOT };
  return () => {
    deriveKey(key, key, CALL);
    return draw(key, WORK);
  };
}

function tally(counts: Float64Array, cell: number, by = 1): void {
  counts[cell] = (counts[cell] as number) + by;
}

/** Chi-square of counts against equal shares, as standard deviations from its mean. */
function chiSquareZ(counts: ArrayLike<number>, total: number): number {
  const expected = total / counts.length;
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    sum += ((counts[cell] as number) - expected) ** 2 / expected;
  }
  const freedom = counts.length - 1;
  return (sum - freedom) / Math.sqrt(2 * freedom);
}

/** Correlation of two series of uniforms, in standard errors. */
function correlationZ(a: Float64Array, b: Float64Array): number {
  const count = Math.min(a.length, b.length);
  let sum = 0;
  for (let n = 0; n < count; n++) sum += ((a[n] as number) - 0.5) * ((b[n] as number) - 0.5);
  return (sum / count) * 12 * Math.sqrt(count);
}

describe.each(Object.entries(SEQUENCES))('uniforms of %s', (_, next) => {
  const values = Float64Array.from({ length: DRAWS }, (_value, n) => next(n));

  it('lie inside the open interval', () => {
    expect(values.every((u) => u > 0 && u < 1)).toBe(true);
  });

  it('fill equal cells equally', () => {
    const counts = new Float64Array(CELLS);
    for (const u of values) tally(counts, Math.floor(u * CELLS));
    expect(Math.abs(chiSquareZ(counts, DRAWS))).toBeLessThan(4);
  });

  it('fill the cells of pairs and triples of neighbours equally', () => {
    const pairs = new Float64Array(32 * 32);
    const triples = new Float64Array(8 ** 3);
    for (let n = 0; n + 2 < DRAWS; n += 3) {
      const [a, b, c] = values.subarray(n, n + 3) as unknown as [number, number, number];
      tally(pairs, Math.floor(a * 32) * 32 + Math.floor(b * 32));
      tally(triples, (Math.floor(a * 8) * 8 + Math.floor(b * 8)) * 8 + Math.floor(c * 8));
    }
    expect(Math.abs(chiSquareZ(pairs, Math.floor(DRAWS / 3)))).toBeLessThan(4);
    expect(Math.abs(chiSquareZ(triples, Math.floor(DRAWS / 3)))).toBeLessThan(4);
  });

  it('do not remember their neighbours', () => {
    for (const lag of [1, 2, 3, 4, 7, 64, 1000]) {
      expect(Math.abs(correlationZ(values, values.subarray(lag))), `lag ${lag}`).toBeLessThan(4);
    }
  });

  it('are random in their last bits too', () => {
    const counts = new Float64Array(CELLS);
    for (const u of values) tally(counts, Math.floor((u * 2 ** 40) % CELLS));
    expect(Math.abs(chiSquareZ(counts, DRAWS))).toBeLessThan(4);
  });
});

describe('what belongs to one request', () => {
  const series = (f: (key: Keyed) => number) =>
    Float64Array.from({ length: DRAWS }, (_, n) => f(child(ROOT, n)));
  const gap = series((key) => draw(key, GAP));

  it.each([
    ['another purpose', series((key) => draw(key, WORK))],
    ['the next purpose', series((key) => draw(key, GAP + 1))],
    ['the same purpose of a call inside', series((key) => draw(child(key, CALL), GAP))],
    ['a call inside under the same number', series((key) => draw(child(key, GAP), GAP))],
    ['a later attempt', series((key) => draw(child(key, CALL + 1), GAP))],
  ])('is independent of %s', (_, other) => {
    expect(Math.abs(correlationZ(gap, other))).toBeLessThan(4);
    const cells = new Float64Array(32 * 32);
    for (const [n, u] of gap.entries()) {
      tally(cells, Math.floor(u * 32) * 32 + Math.floor((other[n] as number) * 32));
    }
    expect(Math.abs(chiSquareZ(cells, DRAWS))).toBeLessThan(4);
  });

  it('has a key that no other has', () => {
    const keys = new Set<bigint>();
    for (let n = 0; n < DRAWS; n++) {
      const key = child(ROOT, n);
      for (const each of [key, child(key, CALL), child(key, CALL + 1)]) {
        keys.add((BigInt(each.keyHigh >>> 0) << 32n) | BigInt(each.keyLow >>> 0));
      }
    }
    expect(keys.size).toBe(3 * DRAWS);
  });
});

function bitsOf(value: number, flipped: Float64Array, reference: number): void {
  let difference = value ^ reference;
  for (let bit = 0; bit < 32; bit++, difference >>>= 1) tally(flipped, bit, difference & 1);
}

describe('one bit changed', () => {
  const TRIALS = 4000;
  const change: Record<string, (key: Keyed, purpose: number, bit: number) => [Keyed, number]> = {
    'in the upper half of the key': (key, purpose, bit) => [
      { ...key, keyHigh: key.keyHigh ^ (1 << bit) },
      purpose,
    ],
    'in the lower half of the key': (key, purpose, bit) => [
      { ...key, keyLow: key.keyLow ^ (1 << bit) },
      purpose,
    ],
    'in the purpose': (key, purpose, bit) => [key, purpose ^ (1 << bit)],
  };

  it.each(Object.entries(change))(
    '%s changes half of the bits of the derived key',
    (_, changed) => {
      for (let bit = 0; bit < 32; bit++) {
        const high = new Float64Array(32);
        const low = new Float64Array(32);
        for (let trial = 0; trial < TRIALS; trial++) {
          const key = child(ROOT, trial);
          const before = child(key, WORK + trial);
          const [otherKey, otherPurpose] = changed(key, WORK + trial, bit);
          const after = child(otherKey, otherPurpose);
          bitsOf(after.keyHigh, high, before.keyHigh);
          bitsOf(after.keyLow, low, before.keyLow);
        }
        // Five standard errors: there are two thousand such shares.
        const margin = 5 * Math.sqrt(0.25 / TRIALS);
        for (const share of [...high, ...low].map((count) => count / TRIALS)) {
          expect(Math.abs(share - 0.5)).toBeLessThan(margin);
        }
      }
    },
  );
});

describe('roots', () => {
  it('are the same for the same names, and another for any other', () => {
    const root = (seed: number, replication: number, entity: string, purpose: string) => {
      const { keyHigh, keyLow } = rootKey({ seed, replication }, entity, purpose);
      return `${keyHigh} ${keyLow}`;
    };
    expect(root(1, 0, 'shoppers', 'client')).toBe(root(1, 0, 'shoppers', 'client'));
    const all = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      for (let replication = 0; replication < 20; replication++) {
        all.add(root(seed, replication, 'shoppers', 'client'));
        all.add(root(seed, replication, 'bots', 'client'));
        all.add(root(seed, replication, 'shoppers', 'fault'));
      }
    }
    expect(all.size).toBe(6000);
  });

  it('have salts that differ by name', () => {
    const names = Array.from({ length: 100 }, (_, n) =>
      ['work', 'wait', 'choose'].map((k) => `${k}#${n}`),
    );
    expect(new Set(names.flat().map(salt)).size).toBe(300);
  });
});
