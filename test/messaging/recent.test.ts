import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Letter } from '../../sim/messaging/message.js';
import { Recent } from '../../sim/messaging/recent.js';

const WINDOW = 100;
const letter = (keyLow: number, publishedAt: number) =>
  ({ request: { keyHigh: 7, keyLow }, publishedAt }) as Letter;

describe('what a broker remembers', () => {
  it('is each message for the window, by request and routing key', () => {
    const recent = new Recent(WINDOW);
    expect(recent.isNew(letter(1, 0), 0)).toBe(true);
    expect(recent.isNew(letter(1, 99), 0)).toBe(false);
    expect(recent.isNew(letter(1, 99), 2)).toBe(true);
    expect(recent.isNew(letter(2, 99), 0)).toBe(true);
    expect(recent.isNew(letter(1, 100), 0)).toBe(true);
    expect(recent.isNew(letter(1, 199), 0)).toBe(false);
  });

  it('is the same however many come in between', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 3000, maxLength: 6000 }), (keys) => {
        const recent = new Recent(WINDOW);
        const until = new Map<number, number>();
        for (const [now, low] of keys.entries()) {
          // Beside those that come again, some that never do: there is much to forget.
          recent.isNew(letter(1000 + now, now), 0);
          const isNew = (until.get(low) ?? 0) <= now;
          if (isNew) until.set(low, now + WINDOW);
          expect(recent.isNew(letter(low, now), 0)).toBe(isNew);
        }
      }),
      { numRuns: 10 },
    );
  });
});
