import { describe, expect, it } from 'vitest';
import { ends, play } from './stage.js';

const callee = [{ after: 30, fault: 'server-error' as const }];

describe('fallback', () => {
  it('answers with a substitute when the call fails, and only then', () => {
    const played = play({
      policies: ['fallback'],
      calls: [0, 100],
      callee: [...callee, { after: 5 }],
    });
    expect(ends(played)).toEqual(['substitute@30', 'ok@105']);
  });

  it('asks elsewhere', () => {
    const played = play({ policies: [{ fallback: { publish: 'later' } }], calls: [0], callee });
    expect(played.elsewhere).toEqual([30]);
    expect(ends(played)).toEqual(['substitute@30']);
  });

  it('takes only the faults it is told to', () => {
    const played = play({ policies: [{ fallback: { on: ['timeout'] } }], calls: [0], callee });
    expect(ends(played)).toEqual(['server-error@30']);
  });

  it('around a timeout answers when the time is up', () => {
    const policies = ['fallback', { timeout: '50ms' }];
    expect(ends(play({ policies, calls: [0], callee: ['hangs'] }))).toEqual(['substitute@50']);
  });
});
