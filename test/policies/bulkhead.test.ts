import { describe, expect, it } from 'vitest';
import { envoy } from '../../sim/policies/presets/envoy.js';
import { ends, play } from './stage.js';

const callee = [{ after: 100 }];

describe('bulkhead', () => {
  it('turns away what comes on top', () => {
    const played = play({ policies: [{ bulkhead: 2 }], calls: [0, 0, 0, 101], callee });
    expect(ends(played)).toEqual(['ok@100', 'ok@100', 'bulkhead-full@0', 'ok@201']);
  });

  it('lets so many wait, and serves them in order: cockatiel (2, 1) with four calls', () => {
    const policies = [{ bulkhead: { calls: 2, queue: 1 } }];
    expect(ends(play({ policies, calls: [0, 0, 0, 0], callee }))).toEqual([
      'ok@100',
      'ok@100',
      'ok@200',
      'bulkhead-full@0',
    ]);
  });

  it('has the caps of Envoy: connections work, pending requests wait, the next is turned away at once (B1)', () => {
    const caps = envoy.create().slice(-1);
    const calls = Array.from({ length: 2049 }, () => 0);
    const counts = new Map<string, number>();
    for (const end of ends(play({ policies: caps, calls, callee }))) {
      counts.set(end, (counts.get(end) ?? 0) + 1);
    }
    expect([...counts]).toEqual([
      ['ok@100', 1024],
      ['ok@200', 1024],
      ['bulkhead-full@0', 1],
    ]);
  });

  it('lets nobody wait longer than allowed', () => {
    const policies = [{ bulkhead: { calls: 1, queue: 5, 'max-wait': '30ms' } }];
    expect(ends(play({ policies, calls: [0, 10, 80], callee }))).toEqual([
      'ok@100',
      'bulkhead-full@40',
      'ok@200',
    ]);
  });

  it('gives permits back when callers leave, waiting or inside', () => {
    const played = play({
      policies: [{ bulkhead: { calls: 1, queue: 2 } }],
      calls: [0, 1, 2],
      callee: ['hangs', { after: 10 }],
      leaves: [
        [1, 20],
        [0, 50],
      ],
    });
    expect(ends(played)).toEqual(['cancelled@50', 'cancelled@20', 'ok@60']);
    expect(played.open).toBe(0);
  });
});
