import { describe, expect, it } from 'vitest';
import { Timeline } from '../../sim/telemetry/timeline.js';

describe('a timeline', () => {
  it('gives the numbers of each, by slice', () => {
    const timeline = new Timeline(3);
    for (const value of [1, 2, 3, 10, 20, 30]) timeline.push(value);
    expect([0, 1, 2].map((index) => timeline.of(index))).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
  });

  it('has no numbers before the first slice', () => {
    expect(new Timeline(1).of(0)).toEqual([]);
  });
});
