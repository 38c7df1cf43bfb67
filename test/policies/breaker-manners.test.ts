/** Manners of breakers whose libraries do not run in Node: worked out by hand from their rules. */
import { describe, expect, it } from 'vitest';
import { ends, type Play, play } from './stage.js';

const F = { after: 0, fault: 'server-error' as const };
const S = { after: 0 };

function breaker(options: object, calls: readonly number[], callee: Play['callee'], more = {}) {
  return play({ policies: [{ 'circuit-breaker': options }], calls, callee, ...more });
}

/** Calls one millisecond apart. */
function row(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

describe('Hystrix', () => {
  const hystrix = {
    trip: 'health-ticks',
    'open-for': '5s',
    'half-open': 'first-answer',
    probes: 1,
  };

  it('decides at ticks of 500 ms only, from twenty calls on (H1, H2)', () => {
    expect(breaker(hystrix, row(100, 20), [F]).states).toEqual([[500, 'open']]);
    expect(breaker(hystrix, row(100, 19), [F]).states).toEqual([]);
  });

  it('lets everything through until the tick, however bad it is', () => {
    expect(breaker(hystrix, row(100, 300), [F]).reached).toHaveLength(300);
  });

  it('opens at half, cut off to whole percent', () => {
    const half = [...new Array(10).fill(S), ...new Array(10).fill(F)];
    expect(breaker(hystrix, row(100, 20), half).states).toEqual([[500, 'open']]);
    const less = [...new Array(11).fill(S), ...new Array(10).fill(F)];
    expect(breaker(hystrix, row(100, 21), less).states).toEqual([]);
  });

  it('adds up ticks, and forgets what is more than ten seconds old', () => {
    expect(breaker(hystrix, [...row(100, 10), ...row(9600, 10)], [F]).states).toEqual([
      [10_000, 'open'],
    ]);
    expect(breaker(hystrix, [...row(100, 10), ...row(10_100, 10)], [F]).states).toEqual([]);
  });

  it('probes strictly after the sleep window, and its ticks start over when it closes (H3, H4)', () => {
    const calls = [...row(100, 20), 5500, 5501, ...row(5600, 20)];
    const played = breaker(hystrix, calls, [...new Array(20).fill(F), S, F]);
    expect(played.states).toEqual([
      [500, 'open'],
      [5501, 'half-open'],
      [5501, 'closed'],
      // 500 ms after it closed, not at a whole half second.
      [6001, 'open'],
    ]);
  });
});

describe('Hystrix, half-open', () => {
  const hystrix = (givenUp?: string) => ({
    trip: 'health-ticks',
    'open-for': '5s',
    'half-open':
      givenUp === undefined ? 'first-answer' : { 'first-answer': { 'given-up': givenUp } },
    probes: 1,
  });
  const calls = [...row(100, 20), 5501, 5600, 5700];
  const callee = [...new Array(20).fill(F), 'hangs' as const, S, S];
  const leaves = [[20, 5550]] as const;

  it('opens again when the caller of its probe leaves (H4)', () => {
    const { states, seen } = breaker(hystrix('reopens'), calls, callee, { leaves });
    expect(states.slice(1)).toEqual([
      [5501, 'half-open'],
      [5550, 'open'],
    ]);
    expect(seen.at(-1)?.ends).toBe('rejected-open');
    // Others give its place away.
    expect(breaker(hystrix(), calls, callee, { leaves }).states.at(-1)).toEqual([5600, 'closed']);
  });

  it('opens again when a call made before leaves then (H4)', () => {
    const before = [50, ...calls];
    const hanging = ['hangs' as const, ...callee];
    const { states } = breaker(hystrix('reopens'), before, hanging, { leaves: [[0, 5520]] });
    expect(states.slice(1, 3)).toEqual([
      [5501, 'half-open'],
      [5520, 'open'],
    ]);
  });

  it('opens again when the failure of its probe is ignored (H4)', () => {
    const refused = { after: 1, fault: 'refused' as const };
    const options = { ...hystrix('reopens'), ignores: ['refused'] };
    const { states } = breaker(options, calls, [...new Array(20).fill(F), refused, S, S]);
    expect(states.slice(1)).toEqual([
      [5501, 'half-open'],
      [5502, 'open'],
    ]);
  });
});

describe('Polly 8', () => {
  const polly = {
    trip: { 'lazy-window': { minimum: 4, failures: '50%', span: '10s' } },
    'open-for': '5s',
    'half-opens': 'at',
    'half-open': 'first-answer',
    probes: 1,
  };

  it('opens at the share, on failures only (P2)', () => {
    expect(breaker(polly, row(0, 4), [F, S, S, F]).states).toEqual([[3, 'open']]);
    // Here the success fills the minimum, and nothing happens until the next failure.
    expect(breaker(polly, row(0, 5), [F, F, S, S, F]).states).toEqual([[4, 'open']]);
  });

  it('begins the parts of its window with a call (P1)', () => {
    // The part begun at 950 lasts until 1950, and is forgotten at 10950.
    expect(breaker(polly, [950, 1900, 10_949, 10_949], [F]).states).toEqual([[10_949, 'open']]);
    expect(breaker(polly, [950, 1900, 10_950, 10_950], [F]).states).toEqual([]);
  });

  it('probes at the end of the break, one call at a time (P3)', () => {
    const calls = [...row(0, 4), 5002, 5003, 5004];
    const played = breaker(polly, calls, [F, F, F, F, { after: 10 }, S]);
    expect(ends(played).slice(4)).toEqual(['rejected-open@5002', 'ok@5013', 'rejected-open@5004']);
    expect(played.states.at(-1)).toEqual([5013, 'closed']);
  });
});

describe('Finagle', () => {
  const finagle = {
    trip: 'success-rate',
    'open-for': { exponential: '5s', jitter: 'equal-above', cap: '5m' },
    'half-opens': 'at',
    'half-open': 'waiting-line',
    probes: 1,
  };

  it('opens after five failures in a row (FA1)', () => {
    expect(breaker(finagle, row(0, 6), [F, S, F, F, F, F, F]).states).toEqual([]);
    expect(breaker(finagle, row(0, 7), [F, S, F]).states).toEqual([[6, 'open']]);
  });

  it('opens on a moving average below 80 %, once it is 30 s old', () => {
    const calls = Array.from({ length: 100 }, (_, index) => index * 500);
    // Every third call fails: the average is two thirds.
    const callee = calls.map((_, index) => (index % 3 === 2 ? F : S));
    const [first] = breaker(finagle, calls, callee).states;
    expect(first?.[0]).toBe(31_000);
  });

  it('stays dead for 5 s first, and then for between once and twice 5 s, 10 s, ...', () => {
    const calls = Array.from({ length: 1200 }, (_, index) => index * 100);
    const { states } = breaker(finagle, calls, [F]);
    const open = states.filter(([, state]) => state === 'open').map(([at]) => at);
    const probed = states.filter(([, state]) => state === 'half-open').map(([at]) => at);
    const lasted = probed.map((at, index) => at - (open[index] as number));
    expect(lasted[0]).toBe(5000);
    for (const [k, from] of [
      [1, 5000],
      [2, 10_000],
      [3, 20_000],
    ] as const) {
      expect(lasted[k]).toBeGreaterThanOrEqual(from);
      expect(lasted[k]).toBeLessThanOrEqual(2 * from + 100);
    }
  });
});

describe('Linkerd', () => {
  it('is shut for 1 s, 2 s, 4 s ... and up to half as much again, at most 60 s (LK1)', () => {
    const linkerd = {
      trip: { consecutive: 7 },
      'open-for': { exponential: '1s', jitter: { added: '50%' }, cap: '60s' },
      'half-opens': 'by-itself',
      'half-open': 'waiting-line',
      probes: 1,
    };
    const { states } = breaker(
      linkerd,
      Array.from({ length: 4000 }, (_, index) => index * 100),
      [F],
    );
    const open = states.filter(([, state]) => state === 'open').map(([at]) => at);
    const probed = states.filter(([, state]) => state === 'half-open').map(([at]) => at);
    expect(open[0]).toBe(600);
    probed.slice(0, 9).forEach((at, k) => {
      const lasted = at - (open[k] as number);
      const penalty = Math.min(60_000, 1000 * 2 ** k);
      expect(lasted).toBeGreaterThanOrEqual(penalty);
      expect(lasted).toBeLessThanOrEqual(Math.min(60_000, 1.5 * penalty));
    });
  });
});

describe('resilience4j', () => {
  const counted = { trip: { 'count-window': { calls: 2, minimum: 2 } }, 'open-for': '1s' };

  it('becomes half-open by itself exactly when the wait is over, if told to (R4)', () => {
    const options = { ...counted, 'half-opens': 'by-itself' };
    expect(breaker(options, [0, 1], [F]).states).toEqual([
      [1, 'open'],
      [1001, 'half-open'],
    ]);
  });

  it('stays half-open for ever when its probes do, unless there is a longest wait (R5)', () => {
    const callee = [F, F, 'hangs' as const, 'hangs' as const, S];
    const calls = [0, 1, 1002, 1003, 60_000];
    const stuck = breaker({ ...counted, probes: 2 }, calls, callee);
    expect(stuck.seen[4]?.ends).toBe('rejected-open');
    const waits = (then: string) => ({ permits: { 'max-wait': '5s', 'after-wait': then } });
    const reopened = breaker({ ...counted, probes: 2, 'half-open': waits('open') }, calls, callee);
    expect(reopened.states.slice(2)).toEqual([
      [6002, 'open'],
      [60_000, 'half-open'],
      // One good answer of two does not decide.
      [65_000, 'open'],
    ]);
    const closed = breaker({ ...counted, probes: 2, 'half-open': waits('closed') }, calls, callee);
    expect(closed.states.slice(2)).toEqual([[6002, 'closed']]);
  });

  it('neither counts an ignored fault nor keeps its permit (R6)', () => {
    const options = { ...counted, probes: 1, ignores: ['refused'] };
    const R = { after: 0, fault: 'refused' as const };
    expect(breaker(options, row(0, 4), [R, F, R, S]).states).toEqual([[3, 'open']]);
    const probing = breaker(options, [0, 1, 1002, 1003], [F, F, R, S]);
    expect(probing.states.at(-1)).toEqual([1003, 'closed']);
  });
});

describe('any breaker', () => {
  const quick = { trip: { consecutive: 2 }, 'open-for': '1s', probes: 1 };

  it('in a dry run shows its states and lets every call through', () => {
    const calls = [0, 1, 2, 3, 1002, 1003];
    const real = breaker(quick, calls, [F]);
    const dry = breaker({ ...quick, 'dry-run': true }, calls, [F]);
    expect(dry.states).toEqual(real.states);
    expect(dry.reached).toEqual(calls);
    expect(ends(dry)).toEqual(calls.map((at) => `server-error@${at}`));
  });

  it('floods nobody: half-open lets through as many as it has probes (opossum issue 119)', () => {
    for (const manner of ['permits', 'first-answer', 'waiting-line']) {
      const options = { ...quick, 'half-open': manner, probes: 3 };
      const callee = [F, F, { after: 500 }];
      const { reached } = breaker(options, [0, 1, ...row(1002, 50)], callee);
      const probes = reached.filter((at) => at > 1 && at < 1502);
      expect(probes, manner).toHaveLength(3);
    }
  });

  it('recovers once the callee is well, however long it was ill (gobreaker issue 53, Polly issue 254)', () => {
    for (const manner of ['permits', 'first-answer', 'waiting-line']) {
      for (const halfOpens of ['after', 'at', 'by-itself']) {
        const calls = Array.from({ length: 600 }, (_, index) => index * 100);
        const callee = [...new Array(12).fill(F), S];
        const options = { ...quick, 'half-open': manner, 'half-opens': halfOpens };
        const played = breaker(options, calls, callee);
        expect(played.states.at(-1)?.[1], `${manner} ${halfOpens}`).toBe('closed');
        expect(played.seen.at(-1)?.ends).toBe('ok');
      }
    }
  });

  it('lets those that wait for a probe go when its caller leaves: the first of them is the next probe', () => {
    const options = { ...quick, 'half-open': 'waiting-line' };
    const callee = [F, F, 'hangs' as const, { after: 10 }];
    const played = breaker(options, [0, 1, 1002, 1003, 1004], callee, { leaves: [[2, 1100]] });
    expect(ends(played).slice(3)).toEqual(['ok@1110', 'ok@1120']);
    expect(played.open).toBe(0);
  });
});
