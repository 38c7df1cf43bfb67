import { describe, expect, it } from 'vitest';
import { type Play, play } from './stage.js';

const F = { after: 0, fault: 'server-error' as const };
const S = { after: 0 };

/** Calls, and the milliseconds between them. */
function calls(count: number, gap: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => from + index * gap);
}

function retries(
  budget: object | string,
  at: readonly number[],
  callee: Play['callee'],
  more = {},
) {
  const options = { attempts: 2, backoff: { constant: '0s', jitter: 'none' }, budget, ...more };
  const played = play({ policies: [{ retry: options }], calls: at, callee });
  expect(played.open).toBe(0);
  return played.reached.length - at.length;
}

describe('windowed: Finagle and Linkerd', () => {
  it('has 100 retries in reserve for ten seconds, and a fifth of the calls (RB1)', () => {
    // In one instant: the reserve, and what the calls themselves have earned.
    expect(retries('windowed', calls(1000, 0), [F])).toBe(100 + 200);
    expect(retries({ windowed: { reserve: '0/s' } }, calls(1000, 0), [F])).toBe(200);
  });

  it('allows a fifth and ten per second in the long run', () => {
    const made = retries('windowed', calls(60_000, 10), [F]);
    // 600 s: 60,000 x 0.2 + 600 x 10, and the reserve of the first ten seconds at once.
    expect(Math.abs(made - 18_000)).toBeLessThan(200);
  });

  it('forgets what was earned after ten seconds', () => {
    const busy = calls(100, 1);
    const callee = [...busy.map(() => S), F];
    const made = (later: number) =>
      retries({ windowed: { reserve: '0/s' } }, [...busy, ...calls(20, 1, later)], callee);
    expect(made(8000)).toBe(20);
    expect(made(12_000)).toBe(4);
  });

  it('gives one call a fifth of what could be paid for when it came, rounded up (RB1)', () => {
    const finagle = { windowed: { 'per-call': '20%' } };
    const more = { attempts: 'unlimited' };
    const each = (at: readonly number[], budget: object) => {
      const options = { backoff: { constant: '0s', jitter: 'none' }, budget, ...more };
      const { visits } = play({ policies: [{ retry: options }], calls: at, callee: [F] });
      return at.map((_, call) => visits.filter(({ caller }) => caller === call).length - 1);
    };
    // By hand: 500,000 in reserve; a call earns 1,000 and a retry costs 5,000. 501,000 pay for 100, a fifth
    // is 20; 402,000 for 80, 16; 323,000 for 64, 13; 259,000 for 51, 11; 205,000 for 41, 9.
    expect(each(calls(5, 10), finagle)).toEqual([20, 16, 13, 11, 9]);
    // Without it the first takes all that there is.
    expect(each(calls(3, 10), { windowed: {} })).toEqual([100, 0, 0]);
    // The last one is not lost by rounding: a fifth of one retry is one.
    const tiny = { windowed: { reserve: '0.1/s', 'per-call': '20%' } };
    expect(each(calls(2, 10), tiny)).toEqual([1, 0]);
  });

  it('decides when the call comes, not when it fails', () => {
    const finagle = { windowed: { 'per-call': '20%' } };
    const options = { attempts: 'unlimited', backoff: { constant: '0s' }, budget: finagle };
    const callee = (_: number, caller: number) => ({
      after: caller === 0 ? 50 : 0,
      fault: 'server-error' as const,
    });
    const { visits } = play({ policies: [{ retry: options }], calls: [0, 10, 20, 30], callee });
    // The slow one came first, and has its twenty, though the others have used up a good part since.
    expect(visits.filter(({ caller }) => caller === 0)).toHaveLength(21);
  });

  it('earns nothing from calls that fail, as Linkerd has it (RB2)', () => {
    const linkerd = { windowed: { reserve: '0/s', earns: 'when-answered' } };
    const callee = [...new Array(50).fill(S), F];
    expect(retries(linkerd, calls(1050, 0), callee)).toBe(10);
  });
});

describe('concurrent: Envoy', () => {
  const slow = { after: 100, fault: 'server-error' as const };

  it('allows three retries under way, back-off included (RB3)', () => {
    const more = { backoff: { constant: '50ms', jitter: 'none' } };
    expect(retries('concurrent', calls(10, 0), [slow], more)).toBe(3);
    expect(retries({ concurrent: 0 }, calls(10, 0), [slow], more)).toBe(3);
  });

  it('allows a fifth of the attempts under way when that is more', () => {
    // The 16th of a hundred to fail finds 85 under way and 15 retries, the 17th 84 and 16.
    const more = { backoff: { constant: '50ms', jitter: 'none' } };
    expect(retries('concurrent', calls(100, 0), [slow], more)).toBe(16);
  });

  it('gives the place back when the retry is answered, and when its caller leaves', () => {
    const options = {
      attempts: 2,
      backoff: { constant: '0s', jitter: 'none' },
      budget: { concurrent: { minimum: 1 } },
    };
    const at = [0, 1, 2, 300];
    const callee = [F, 'hangs' as const, F, F, F, S];
    const { reached } = play({
      policies: [{ retry: options }],
      calls: at,
      callee,
      leaves: [[0, 100]],
    });
    expect(reached).toEqual([0, 0, 1, 2, 300, 300]);
  });
});

describe('throttle: gRPC', () => {
  it('retries four times, and then never while everything fails (RB4)', () => {
    expect(retries('throttle', calls(1000, 1), [F], { attempts: 5 })).toBe(4);
  });

  it('is open again after one success, and closed after one failure', () => {
    const callee = [F, F, F, F, F, S, F, S, F];
    // Five failures with four retries between them: tokens 5; a success makes 5.1, a failure 4.1.
    expect(retries('throttle', calls(1, 0), [F], { attempts: 5 })).toBe(4);
    expect(retries('throttle', calls(4, 1), callee, { attempts: 5 })).toBe(4);
  });
});

describe('quota: AWS SDK', () => {
  it('pays for 35 transient retries, for 50 before 2026, and for 100 of those told to slow down (RB6)', () => {
    expect(retries('quota', calls(1000, 1), [F])).toBe(35);
    expect(retries({ quota: { transient: 10 } }, calls(1000, 1), [F])).toBe(50);
    expect(retries('quota', calls(1000, 1), [{ after: 0, fault: 'rate-limited' }])).toBe(100);
  });

  it('gives back the price of a retry that succeeds, and one token for a call that needs none', () => {
    expect(retries('quota', calls(500, 1), new Array(500).fill([F, S]).flat())).toBe(500);
    // 35 retries leave 10; four good calls make 14.
    const callee = [...new Array(70).fill(F), S, S, S, S, F];
    expect(retries('quota', calls(60, 1), callee)).toBe(36);
  });

  it('with the refill bug is full again after one success (RB7)', () => {
    const callee = [...new Array(70).fill(F), S, F];
    expect(retries({ quota: { 'refill-bug': true } }, calls(200, 1), callee)).toBe(70);
    expect(retries('quota', calls(200, 1), callee)).toBe(35);
  });
});

describe('adaptive: AWS SDK', () => {
  it('holds nothing back until it is throttled, and then less and less is sent', () => {
    const T = { after: 0, fault: 'rate-limited' as const };
    const sent = (callee: Play['callee']) =>
      play({
        policies: [{ retry: { attempts: 1, budget: 'adaptive' } }],
        calls: calls(1000, 10),
        callee,
      }).reached.filter((at) => at < 10_000).length;
    expect(sent([S])).toBe(1000);
    const throttled = sent([...new Array(300).fill(S), T]);
    expect(throttled).toBeGreaterThan(300);
    expect(throttled).toBeLessThan(700);
  });
});

describe('any budget', () => {
  it('starves nobody: once the callee is well, retries come back', () => {
    for (const budget of ['10%', 'windowed', 'concurrent', 'throttle', 'quota']) {
      const outage = calls(2000, 10);
      const healed = calls(2000, 10, 60_000);
      const callee: Play['callee'] = [...new Array(10_000).fill(F)];
      const options = { attempts: 2, backoff: { constant: '0s', jitter: 'none' }, budget };
      const during = play({ policies: [{ retry: options }], calls: outage, callee });
      const extra = during.reached.length - outage.length;
      // The same outage, and after it every twentieth call fails once.
      const after = healed.flatMap((_, index) => (index % 20 === 19 ? [F, S] : [S]));
      const whole = play({
        policies: [{ retry: options }],
        calls: [...outage, ...healed],
        callee: [...callee.slice(0, during.reached.length), ...after],
      });
      const later = whole.reached.length - outage.length - healed.length - extra;
      expect(later, budget).toBeGreaterThan(80);
    }
  });

  it('may be written as a ratio and a capacity', () => {
    expect(retries({ ratio: '10%', capacity: 5 }, calls(101, 100), [F])).toBe(5 + 9);
  });
});

describe('push-back', () => {
  const hinted = { after: 0, fault: 'rate-limited' as const, retryAfter: 50 };
  const plan = (pushBack: string, callee: Play['callee']) =>
    play({
      policies: [
        {
          retry: {
            attempts: 4,
            backoff: { exponential: '100ms', cap: '300ms', jitter: 'none' },
            'push-back': pushBack,
          },
        },
      ],
      calls: [0],
      callee,
    }).reached;

  it('instead of the back-off, which starts over (gRPC GR3)', () => {
    expect(plan('ignored', [F])).toEqual([0, 100, 300, 600]);
    expect(plan('instead', [F, hinted, F])).toEqual([0, 100, 150, 250]);
  });

  it('makes the wait longer, without bound or by 5 s at most (AWS RB9)', () => {
    const late = { ...hinted, retryAfter: 60_000 };
    expect(plan('longer', [late, hinted, F])).toEqual([0, 60_000, 60_200, 60_500]);
    expect(plan('a-little-longer', [late, hinted, F])).toEqual([0, 5100, 5300, 5600]);
  });
});
