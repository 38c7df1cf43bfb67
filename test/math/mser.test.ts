import { describe, expect, it } from 'vitest';
import { mserTruncation } from '../../sim/math/mser.js';
import { meanOf, mm1Waits } from './waits.js';

describe('MSER-5', () => {
  it('leaves out what is known of an M/M/1 that starts empty (H07-mser-empty)', () => {
    const EXPERIMENTS = 500;
    let point = 0;
    let raw = 0;
    let truncated = 0;
    for (let experiment = 1; experiment <= EXPERIMENTS; experiment++) {
      const waits = mm1Waits(experiment, 10_000, 0.9);
      const left = mserTruncation(waits);
      point += left;
      raw += meanOf(waits);
      truncated += meanOf(waits, left);
    }
    expect(Math.abs(point / EXPERIMENTS - 651.3)).toBeLessThan(170);
    expect(Math.abs(raw / EXPERIMENTS - 8.8985)).toBeLessThan(0.54);
    expect(Math.abs(truncated / EXPERIMENTS - 8.4128)).toBeLessThan(0.51);
  });

  it('cuts off a start that is plainly different', () => {
    const start = Array.from({ length: 50 }, () => 100);
    const rest = Array.from({ length: 450 }, (_, n) => (n * 7) % 10);
    expect(mserTruncation([...start, ...rest])).toBe(50);
  });

  it('leaves a level series whole, and never takes more than half', () => {
    expect(mserTruncation(new Float64Array(1000).fill(3))).toBe(0);
    const rising = Array.from({ length: 1000 }, (_, n) => n);
    expect(mserTruncation(rising)).toBeLessThanOrEqual(500);
  });

  it('is the minimum that a search by the definition finds', () => {
    const waits = mm1Waits(3, 2000, 0.8);
    const batches = Array.from({ length: 400 }, (_, n) => meanOf(waits.subarray(5 * n, 5 * n + 5)));
    const errors = Array.from({ length: 201 }, (_, point) => {
      const kept = batches.slice(point);
      const mean = meanOf(kept);
      return kept.reduce((sum, each) => sum + (each - mean) ** 2, 0) / kept.length ** 2;
    });
    const best = errors.indexOf(Math.min(...errors));
    expect(mserTruncation(waits)).toBe(5 * best);
  });
});
