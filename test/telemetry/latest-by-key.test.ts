import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatestByKey } from '../../sim/telemetry/latest-by-key.js';

/** Few keys that come again, neighbours, and such as lie far apart. */
const keys = fc.oneof(fc.nat(20), fc.nat(5000), fc.nat(999_999_999));
const notes = fc.array(fc.tuple(keys, fc.nat(2 ** 40)), { minLength: 1, maxLength: 400 });

describe('the latest by key', () => {
  it('says what comes after a later one, as a map would', () => {
    fc.assert(
      fc.property(notes, (list) => {
        const latest = new LatestByKey();
        const known = new Map<number, number>();
        for (const [key, instant] of list) {
          const isLate = instant < (known.get(key) ?? 0);
          expect(latest.note(key, instant)).toBe(!isLate);
          if (!isLate) known.set(key, instant);
        }
      }),
    );
  });

  it('keeps twenty thousand keys apart', () => {
    const latest = new LatestByKey();
    for (let key = 0; key < 20_000; key++) expect(latest.note(key, key + 1)).toBe(true);
    for (let key = 0; key < 20_000; key++) {
      expect(latest.note(key, key)).toBe(false);
      expect(latest.note(key, key + 1)).toBe(true);
    }
  });
});
