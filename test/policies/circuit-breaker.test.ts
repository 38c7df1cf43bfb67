import { describe, expect, it } from 'vitest';
import { ends, type Play, play } from './stage.js';

const F = { after: 0, fault: 'server-error' as const };
const S = { after: 0 };

function breaker(options: object, calls: readonly number[], callee: Play['callee'], more = {}) {
  return play({ policies: [{ 'circuit-breaker': options }], calls, callee, ...more });
}

const consecutive = { trip: { consecutive: 3 }, 'open-for': '1s', probes: 1 };

describe('circuit breaker', () => {
  it('opens after so many failures in a row, and rejects without calling', () => {
    const played = breaker(consecutive, [0, 1, 2, 3, 4, 5, 6], [F, F, S, F, F, F]);
    expect(played.states).toEqual([[5, 'open']]);
    expect(played.seen[6]).toEqual({ at: 6, ends: 'rejected-open' });
    expect(played.reached).toHaveLength(6);
  });

  it('lets a probe through once the time has strictly passed, and closes when it succeeds', () => {
    const played = breaker(consecutive, [0, 1, 2, 1002, 1003, 1004], [F, F, F, { after: 100 }, S]);
    expect(played.states).toEqual([
      [2, 'open'],
      [1003, 'half-open'],
      [1103, 'closed'],
    ]);
    // At exactly the end it still rejects, and so it does while the probe is under way.
    expect(ends(played).slice(3)).toEqual(['rejected-open@1002', 'ok@1103', 'rejected-open@1004']);
  });

  it('opens again for the full time when the probe fails', () => {
    const played = breaker(consecutive, [0, 1, 2, 1003, 2003, 2004], [F, F, F, F, S]);
    expect(played.states).toEqual([
      [2, 'open'],
      [1003, 'half-open'],
      [1003, 'open'],
      [2004, 'half-open'],
      [2004, 'closed'],
    ]);
  });

  it('gives the permit of a probe back when its caller leaves', () => {
    const played = breaker(consecutive, [0, 1, 2, 1003, 1200], [F, F, F, 'hangs', S], {
      leaves: [[3, 1100]],
    });
    expect(played.states.at(-1)).toEqual([1200, 'closed']);
    expect(played.open).toBe(0);
  });

  // resilience4j 2.3.0, COUNT_BASED, run with an injected clock.
  const counted = (calls: number, probes: number) => ({
    trip: { 'count-window': { calls, minimum: calls } },
    'open-for': '1s',
    probes,
  });

  it('opens at half of a full count window: S F S F', () => {
    expect(breaker(counted(4, 10), [0, 1, 2, 3], [S, F, S, F]).states).toEqual([[3, 'open']]);
  });

  it('can be tripped by a success that fills the window: F F S S', () => {
    expect(breaker(counted(4, 10), [0, 1, 2, 3], [F, F, S, S]).states).toEqual([[3, 'open']]);
  });

  it('stays half-open for its probes: size 2, three permits', () => {
    const callee = [F, F, S, S, S, F];
    const played = breaker(counted(2, 3), [0, 1, 1001, 1002, 1003, 1004, 1005], callee);
    expect(played.states).toEqual([
      [1, 'open'],
      [1002, 'half-open'],
      // The window holds two calls: two answers decide.
      [1003, 'closed'],
      [1005, 'open'],
    ]);
    expect(played.seen[2]?.ends).toBe('rejected-open');
  });

  it('decides at the second bad probe though a third has not answered', () => {
    const callee = [F, F, 'hangs' as const, F, F];
    const played = breaker(counted(2, 4), [0, 1, 1002, 1003, 1004, 1005], callee);
    expect(played.states.at(-1)).toEqual([1004, 'open']);
    expect(played.seen[5]?.ends).toBe('rejected-open');
  });

  it('counts calls slower than the limit, not those just as slow', () => {
    const trip = { 'count-window': { calls: 2, minimum: 2, slow: '50%', 'slower-than': '100ms' } };
    const played = breaker(
      { trip },
      [0, 1000, 2000],
      [{ after: 100 }, { after: 100 }, { after: 101 }],
    );
    expect(played.states).toEqual([[2101, 'open']]);
  });

  // resilience4j TIME_BASED 3 s, minimum 3.
  const timed = { trip: { 'time-window': { span: '3s', minimum: 3 } } };

  it('looks back over whole seconds of the clock', () => {
    expect(breaker(timed, [900, 999, 2999], [F, F, S]).states).toEqual([[2999, 'open']]);
  });

  it('forgets what lies further back', () => {
    expect(breaker(timed, [0, 1, 60_000, 60_001], [F, F, F, S]).states).toEqual([]);
  });

  it('takes for failures only what it is told to', () => {
    const options = { trip: { consecutive: 1 }, counts: ['timeout'] };
    expect(breaker(options, [0, 1], [F, F]).states).toEqual([]);
  });
});
