import { describe, expect, it } from 'vitest';
import { ends, play } from './stage.js';

const callee = [{ after: 10 }];
const policies = [{ cache: { ttl: '100ms', entries: 2 } }];

describe('cache', () => {
  it('answers at once while the answer is fresh, counted from when it came', () => {
    const played = play({ policies, calls: [0, 20, 109, 110, 150], callee });
    expect(ends(played)).toEqual(['ok@10', 'ok@20', 'ok@109', 'ok@120', 'ok@150']);
    expect(played.reached).toEqual([0, 110]);
  });

  it('keeps keys apart', () => {
    expect(play({ policies, calls: [0, 20, 40], keys: [1, 2, 1], callee }).reached).toEqual([
      0, 20,
    ]);
  });

  it('forgets the least recently used entry first', () => {
    const keys = [1, 2, 1, 3, 1, 2];
    const { reached } = play({ policies, calls: [0, 10, 25, 30, 50, 60], keys, callee });
    // Key 2 had to go for key 3: key 1 had been used since.
    expect(reached).toEqual([0, 10, 30, 60]);
  });

  it('does not store failures', () => {
    const failing = [{ after: 10, fault: 'server-error' as const }];
    expect(play({ policies, calls: [0, 20], callee: failing }).reached).toEqual([0, 20]);
  });

  it('lets calls that come before the first answer all go through', () => {
    expect(play({ policies, calls: [0, 1, 2], callee }).reached).toEqual([0, 1, 2]);
  });
});
