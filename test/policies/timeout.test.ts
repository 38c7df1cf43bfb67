import { describe, expect, it } from 'vitest';
import { ends, play } from './stage.js';

describe('timeout', () => {
  const policies = [{ timeout: '100ms' }];

  it('lets an answer in time pass, at the time it comes', () => {
    expect(
      ends(play({ policies, calls: [0, 10], callee: [{ after: 60 }, { after: 99 }] })),
    ).toEqual(['ok@60', 'ok@109']);
  });

  it('passes failures on as they are', () => {
    const callee = [{ after: 5, fault: 'server-error' as const }];
    expect(ends(play({ policies, calls: [0], callee }))).toEqual(['server-error@5']);
  });

  it('stops waiting exactly when the time is up, and tells the callee', () => {
    const played = play({ policies, calls: [0], callee: ['hangs'] });
    expect(ends(played)).toEqual(['timeout@100']);
    expect(played.stopped).toEqual([100]);
  });

  it('of an answer and the end of the time at one instant, what was set first comes first', () => {
    expect(ends(play({ policies, calls: [0], callee: [{ after: 100 }] }))).toEqual(['timeout@100']);
  });

  it('gives everything back when the caller leaves first', () => {
    const played = play({ policies, calls: [0], callee: ['hangs'], leaves: [[0, 40]] });
    expect(ends(played)).toEqual(['cancelled@40']);
    expect(played.stopped).toEqual([40]);
    expect(played.open).toBe(0);
  });
});
