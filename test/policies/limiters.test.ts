/** Each algorithm by its rules (RL1 to RL7 of the reference) and the vectors of its product. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { MILLISECOND } from '../../sim/kernel/time.js';
import type { Limiter, LimiterMember } from '../../sim/policies/limiter.js';
import { limiters } from '../../sim/policies/limiters/index.js';
import { trace } from '../trace.js';
import { ends, play } from './stage.js';

function limited(limit: object, calls: readonly number[], keys?: readonly number[]): string[] {
  const policies = [{ 'rate-limit': limit }];
  return ends(play({ policies, calls, callee: [{ after: 0 }], ...(keys ? { keys } : {}) }));
}

/** How long each call waited, or that it was turned away. */
function waits(limit: object, calls: readonly number[]): (number | 'rejected')[] {
  return limited(limit, calls).map((end, index) => {
    const [how, at] = end.split('@');
    return how === 'ok' ? Number(at) - (calls[index] as number) : 'rejected';
  });
}

const at = (time: number, times: number) => new Array<number>(times).fill(time);

describe('token bucket by ticks', () => {
  const algorithm = { 'token-bucket': { tick: '100ms' } };

  it('refills at ticks of the clock only', () => {
    const limit = { rate: '20/s', burst: 3, algorithm };
    expect(waits(limit, [50, 50, 50, 99, 100, 100, 199, 1000, 1000, 1000, 1000])).toEqual([
      0,
      0,
      0,
      'rejected',
      0,
      0,
      'rejected',
      0,
      0,
      0,
      'rejected',
    ]);
  });

  it('lets calls wait for the tick that brings their token', () => {
    const limit = { rate: '20/s', burst: 1, 'max-wait': '150ms', algorithm };
    expect(waits(limit, at(50, 6))).toEqual([0, 50, 50, 150, 150, 'rejected']);
  });

  it('collects parts of tokens', () => {
    const limit = { rate: '4/s', algorithm };
    expect(waits(limit, [0, 100, 200, 299, 300])).toEqual([
      0,
      'rejected',
      'rejected',
      'rejected',
      0,
    ]);
  });
});

describe('leaky bucket as NGINX has it (RL2)', () => {
  const calls = at(0, 7);

  it('makes calls above the rate wait', () => {
    const algorithm = { 'leaky-bucket': { burst: 5 } };
    expect(waits({ rate: '10/s', algorithm }, calls)).toEqual([
      0,
      100,
      200,
      300,
      400,
      500,
      'rejected',
    ]);
  });

  it('lets them pass at once with nodelay, and still counts them', () => {
    const algorithm = { 'leaky-bucket': { burst: 5, delay: 'unlimited' } };
    expect(waits({ rate: '10/s', algorithm }, [...calls, 101])).toEqual([
      ...at(0, 6),
      'rejected',
      0,
    ]);
  });

  it('lets some of them pass at once with delay', () => {
    const algorithm = { 'leaky-bucket': { burst: 5, delay: 2 } };
    expect(waits({ rate: '10/s', algorithm }, calls)).toEqual([0, 0, 0, 100, 200, 300, 'rejected']);
  });

  it('takes no burst unless told, and forgets what it turned away', () => {
    const limit = { rate: '10/s', algorithm: 'leaky-bucket' };
    expect(waits(limit, [0, 50, 99, 100, 150, 200])).toEqual([
      0,
      'rejected',
      'rejected',
      0,
      'rejected',
      0,
    ]);
  });

  it('reads ten a minute as 0.166 a second', () => {
    const limit = { rate: '10/m', algorithm: 'leaky-bucket' };
    // 6 s bring 996 thousandths of a call, 7 s bring 1,162.
    expect(waits(limit, [0, 6000, 7000])).toEqual([0, 'rejected', 0]);
  });

  it('counts whole milliseconds', () => {
    const limit = { rate: '1000/s', algorithm: 'leaky-bucket' };
    expect(waits(limit, [0, 0.9, 1])).toEqual([0, 'rejected', 0]);
  });
});

describe('generic cell rate algorithm (RL3)', () => {
  const limit = { rate: '1/s', algorithm: { gcra: 4 } };

  it('agrees with the vectors of redis-cell', () => {
    // Five at 0, of which the last one leaves nothing; the next is due after one second.
    expect(waits(limit, at(0, 6))).toEqual([0, 0, 0, 0, 0, 'rejected']);
    // What remains at 3.0, 3.1, 4.0, 8.0 and 9.5 s: calls on top of it show it.
    const remains = (time: number, before: readonly number[]) =>
      waits(limit, [...before, ...at(time, 6)])
        .slice(before.length + 1)
        .filter((each) => each === 0).length;
    const first = at(0, 5);
    expect(remains(3000, first)).toBe(2);
    expect(remains(3100, [...first, 3000])).toBe(1);
    expect(remains(4000, [...first, 3000, 3100])).toBe(1);
    expect(remains(8000, [...first, 3000, 3100, 4000])).toBe(4);
    expect(remains(9500, [...first, 3000, 3100, 4000, 8000])).toBe(4);
  });

  it('shapes instead of turning away when calls may wait', () => {
    const shaper = { rate: '10/s', algorithm: 'gcra', 'max-wait': '200ms' };
    expect(waits(shaper, at(0, 4))).toEqual([0, 100, 200, 'rejected']);
  });

  it('keeps a rate whose interval is no whole number of nanoseconds', () => {
    const calls = Array.from({ length: 3001 }, (_, index) => index);
    const passed = waits({ rate: '3/s', algorithm: 'gcra' }, calls).filter((each) => each === 0);
    expect(passed).toHaveLength(9);
  });
});

describe('fixed window (RL4)', () => {
  it('follows the clock: twice the limit around an edge', () => {
    const limit = { rate: '2/s', algorithm: 'fixed-window' };
    expect(waits(limit, [900, 950, 999, 1000, 1001, 1002])).toEqual([
      0,
      0,
      'rejected',
      0,
      0,
      'rejected',
    ]);
  });

  it('begins with the first call: refused calls do not extend it', () => {
    const limit = { rate: '2/s', algorithm: { 'fixed-window': { starts: 'first-call' } } };
    expect(waits(limit, [900, 950, 999, 1500, 1899, 1900])).toEqual([
      0,
      0,
      'rejected',
      'rejected',
      'rejected',
      0,
    ]);
  });
});

describe('sliding log (RL5)', () => {
  it('is exact in every window: half-open at the far end', () => {
    const limit = { rate: '2/s', algorithm: 'sliding-log' };
    expect(waits(limit, [0, 500, 999, 1000, 1001, 1499, 1500])).toEqual([
      0,
      0,
      'rejected',
      0,
      'rejected',
      'rejected',
      0,
    ]);
  });

  it('keeps those out who keep asking, when it counts all', () => {
    const algorithm = { 'sliding-log': { counts: 'all' } };
    const calls = Array.from({ length: 40 }, (_, index) => index * 100);
    const accepted = { rate: '2/s', algorithm: 'sliding-log' };
    expect(waits({ rate: '2/s', algorithm }, calls).filter((each) => each === 0)).toHaveLength(2);
    expect(waits(accepted, calls).filter((each) => each === 0)).toHaveLength(8);
  });
});

describe('sliding counter (RL6)', () => {
  it('weighs the last window by its overlap, in whole seconds', () => {
    const limit = { rate: '10/m', algorithm: 'sliding-counter' };
    const first = at(0, 10);
    // At 60 s all of the last window counts; at 66 s 9/10 of it: one call may pass, and 66.9 s is 66 s.
    expect(waits(limit, [...first, 60_000]).at(-1)).toBe('rejected');
    expect(waits(limit, [...first, 66_000, 66_900]).slice(-2)).toEqual([0, 'rejected']);
    // Turned away at 60 s, it has been counted all the same.
    expect(waits(limit, [...first, 60_000, 66_000]).at(-1)).toBe('rejected');
  });

  it('can count only what it lets through, at any instant', () => {
    const manner = { window: '1m', counts: 'accepted', resolution: '1ms' };
    const limit = { rate: '10/m', algorithm: { 'sliding-counter': manner } };
    const calls = [...at(0, 10), 60_000, 65_999, 66_000];
    expect(waits(limit, calls).slice(-3)).toEqual(['rejected', 'rejected', 0]);
  });
});

describe('cycles as resilience4j has them (RL7)', () => {
  const limit = { rate: '20/s', algorithm: { cycles: '100ms' }, 'max-wait': '250ms' };

  it('agrees with the original class, reserving', () => {
    expect(waits(limit, [...at(10, 8), 110, 399, 400, 1000])).toEqual([
      0,
      0,
      90,
      90,
      190,
      190,
      'rejected',
      'rejected',
      190,
      0,
      0,
      0,
    ]);
  });

  it('keeps a refused call waiting for the whole time, as a blocked thread is', () => {
    const blocking = { ...limit, refusals: 'after-max-wait' };
    expect(limited(blocking, at(10, 7)).at(-1)).toBe('rate-limited@260');
  });
});

describe('a limit per key', () => {
  it('gives each key a limit of its own', () => {
    const calls = at(0, 5);
    expect(limited({ rate: '1/s', per: 'key' }, calls, [1, 2, 1, 2, 3])).toEqual([
      'ok@0',
      'ok@0',
      'rate-limited@0',
      'rate-limited@0',
      'ok@0',
    ]);
  });
});

describe('a limit in a store', () => {
  const LIMIT = { rate: '1/s', burst: 2 } as const;
  const STORE = { call: 'redis.take' } as const;

  /** Twelve requests at once, through four copies of the client. */
  const answers = (limit: object, faults: readonly object[] = []) =>
    trace({
      clients: {
        users: { calls: 'shop.buy', load: { times: ['0s'] }, batch: 12, instances: 4 },
      },
      services: {
        shop: { operations: { buy: [{ work: '0s' }] } },
        redis: { operations: { take: [{ wait: '1ms' }] } },
      },
      network: { 'users -> redis': '2ms' },
      policies: { 'users -> shop': [{ 'rate-limit': { ...LIMIT, ...limit } }] },
      faults,
    } as Scenario).answers;
  const passed = (...asked: Parameters<typeof answers>) =>
    answers(...asked).filter((answer) => answer.startsWith('ok')).length;

  it('counts for all copies of the caller together', () => {
    expect(passed({})).toBe(8);
    expect(passed({ store: STORE })).toBe(2);
  });

  it('adds its time to each call, and to each refusal', () => {
    // Two ways over the network and the work of the store.
    expect(new Set(answers({ store: STORE }))).toEqual(new Set(['ok@5', 'rate-limited@5']));
  });

  it('fails open or closed when it is down', () => {
    const down = [{ at: '0s', crash: 'redis' }];
    expect(passed({ store: STORE }, down)).toBe(12);
    const closed = { ...STORE, 'when-down': 'refuse' };
    expect(new Set(answers({ store: closed }, down))).toEqual(new Set(['unavailable@4']));
  });

  it('has one count for each list of policies, not one for all of an edge', () => {
    const scenario = (policies: object) =>
      trace({
        clients: {
          users: { calls: { 'shop.buy': 1, 'shop.see': 1 }, load: { times: ['0s'] }, batch: 20 },
        },
        services: {
          shop: { operations: { buy: [{ work: '0s' }], see: [{ work: '0s' }] } },
          redis: { operations: { take: [{ wait: '1ms' }] } },
        },
        policies,
      } as Scenario).answers.filter((answer) => answer.startsWith('ok')).length;
    const limit = [{ 'rate-limit': { ...LIMIT, store: STORE } }];
    expect(scenario({ 'users -> shop': limit })).toBe(2);
    expect(scenario({ 'users -> shop.buy': limit, 'users -> shop.see': limit })).toBe(4);
  });
});

describe('a limiter that has rested', () => {
  const window = 50 * MILLISECOND;
  const kinds = [
    ['token-bucket', { starts: 'full' }],
    ['token-bucket', { starts: 'empty' }],
    ['token-bucket', { starts: 'full', tick: 7 * MILLISECOND }],
    ['capped-bucket', { window }],
    ['leaky-bucket', { burst: 2, delay: 1 }],
    ['gcra', { burst: 2 }],
    ['fixed-window', { window, starts: 'clock', evenly: true }],
    ['fixed-window', { window, starts: 'first-call', 'block-for': 2 * window }],
    ['sliding-log', { window, counts: 'all' }],
    ['sliding-counter', { window, resolution: 10 * MILLISECOND, counts: 'all' }],
    ['cycles', { window }],
  ] as const;
  /** In tenths of a millisecond. */
  const gaps = fc.array(fc.oneof(fc.nat(20), fc.nat(300), fc.nat(5000)), {
    minLength: 20,
    maxLength: 100,
  });

  it.each(kinds)('cannot be told from a new one: %s %o', (kind, options) => {
    const { create } = limiters.get(kind) as unknown as LimiterMember;
    const make = () => create(options as never, { rate: 60, burst: 3 });
    let renewed = 0;
    fc.assert(
      fc.property(gaps, fc.constantFrom(0, 40 * MILLISECOND), (list, limit) => {
        const old = make();
        let other: Limiter = make();
        let now = 0;
        for (const gap of list) {
          now += gap * (MILLISECOND / 10);
          if (other.asNewFrom <= now) {
            other = make();
            renewed++;
          }
          expect(other.ask(now, limit)).toBe(old.ask(now, limit));
        }
      }),
    );
    expect(renewed).toBeGreaterThan(100);
  });
});

describe('calls at exactly the rate of a limit', () => {
  it.each(['token-bucket', 'gcra', 'fixed-window', 'cycles'])('pass: %s', (algorithm) => {
    for (const rate of ['3/s', '7/s', '30/s', '300/s']) {
      const { answers } = trace({
        clients: { user: { calls: 's.go', load: { constant: rate }, requests: 1000 } },
        services: { s: { operations: { go: [{ wait: '0s' }] } } },
        policies: { 'user -> s': [{ 'rate-limit': { rate, algorithm } }] },
      } as unknown as Scenario);
      expect(answers.filter((answer) => answer.startsWith('ok'))).toHaveLength(1000);
    }
  });
});
