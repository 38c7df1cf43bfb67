/** Hedging by the rules of gRPC (GR5), Polly (HG3), resilience4j (HG4), Finagle (HG5), and tied requests (HG1). */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../sim/index.js';
import { trace } from '../trace.js';
import { ends, play, type Reply } from './stage.js';

const slow: Reply = { after: 1000 };
const bad = (after: number): Reply => ({ after, fault: 'server-error' });

function hedge(options: object, callee: readonly Reply[], calls: readonly number[] = [0]) {
  const played = play({ policies: [{ hedge: options }], calls, callee });
  return {
    ends: ends(played),
    reached: played.reached,
    stopped: played.stopped,
    open: played.open,
  };
}

describe('hedging', () => {
  it('sends a copy after the delay, and the first answer wins', () => {
    expect(hedge({ after: '100ms' }, [slow, { after: 30 }])).toEqual({
      ends: ['ok@130'],
      reached: [0, 100],
      stopped: [130],
      open: 0,
    });
  });

  it('sends none when the answer comes in time', () => {
    expect(hedge({ after: '100ms' }, [{ after: 99 }]).reached).toEqual([0]);
  });

  it('sends as many as allowed, each after the delay', () => {
    expect(hedge({ after: '100ms', copies: 3 }, [slow]).reached).toEqual([0, 100, 200, 300]);
  });

  it('sends all at once when the delay is zero', () => {
    expect(hedge({ after: '0ms', copies: 2 }, [slow, slow, { after: 5 }])).toEqual({
      ends: ['ok@5'],
      reached: [0, 0, 0],
      stopped: [5, 5],
      open: 0,
    });
  });

  it('lets the losers finish when told to', () => {
    const {
      ends: seen,
      stopped,
      open,
    } = hedge({ after: '100ms', losers: 'finish' }, [slow, bad(1), slow]);
    expect([seen, stopped, open]).toEqual([['ok@1000'], [], 0]);
    const raced = hedge({ after: '100ms', losers: 'finish' }, [slow, { after: 30 }]);
    expect([raced.ends, raced.stopped, raced.open]).toEqual([['ok@130'], [], 0]);
  });

  it('ends with its caller', () => {
    const played = play({
      policies: [{ hedge: { after: '100ms', copies: 2 } }],
      calls: [0],
      callee: [slow],
      leaves: [[0, 150]],
    });
    expect(played.reached).toEqual([0, 100]);
    expect(played.stopped).toEqual([150, 150]);
    expect(played.open).toBe(0);
  });
});

describe('after a failure', () => {
  it('gRPC and Polly send the next copy at once, and the timer goes on from there (GR5)', () => {
    const { reached, ends: seen } = hedge({ after: '100ms', copies: 3 }, [bad(30), slow]);
    expect(reached).toEqual([0, 30, 130, 230]);
    expect(seen).toEqual(['ok@1030']);
  });

  it('gRPC ends the call after a fault that is not to be hedged', () => {
    const options = { after: '100ms', copies: 3, on: ['unavailable'] };
    expect(hedge(options, [bad(30)])).toEqual({
      ends: ['server-error@30'],
      reached: [0],
      stopped: [],
      open: 0,
    });
  });

  it('gRPC gives the last failure, Polly that of the call itself (HG3)', () => {
    const callee: Reply[] = [bad(300), { after: 50, fault: 'unavailable' }];
    const options = { after: '100ms' };
    expect(hedge(options, callee).ends).toEqual(['server-error@300']);
    const earlier: Reply[] = [bad(120), { after: 50, fault: 'unavailable' }];
    expect(hedge(options, earlier).ends).toEqual(['unavailable@150']);
    expect(hedge({ ...options, 'when-all-fail': 'first' }, earlier).ends).toEqual([
      'server-error@150',
    ]);
  });

  it('Polly in fallback mode sends a copy only then', () => {
    expect(hedge({}, [slow]).reached).toEqual([0]);
    expect(hedge({}, [bad(40), { after: 10 }])).toMatchObject({
      reached: [0, 40],
      ends: ['ok@50'],
    });
  });

  it('resilience4j takes it for the answer (HG4)', () => {
    const options = { after: '100ms', 'on-failure': 'answer' };
    expect(hedge(options, [slow, bad(30)])).toMatchObject({ ends: ['server-error@130'] });
  });

  it('Finagle waits for the copy under way, and sends none for it (HG5)', () => {
    const options = { after: '100ms', 'on-failure': 'wait' };
    expect(hedge(options, [bad(40)])).toMatchObject({ reached: [0], ends: ['server-error@40'] });
    expect(hedge(options, [bad(120), { after: 50 }])).toMatchObject({ ends: ['ok@150'] });
  });
});

describe('delays that are learnt', () => {
  const calls = (count: number, gap: number) => Array.from({ length: count }, (_, n) => n * gap);

  it('a percentile of the last 30 s, looked up each 3 s, at least 1 ms (HG5)', () => {
    // Answers take 1 to 100 ms in turn: the first copies go out after the least delay.
    const callee = calls(4000, 1).map((n): Reply => ({ after: (n % 100) + 1 }));
    const { reached } = hedge(
      { after: { percentile: '90%' }, 'on-failure': 'wait' },
      callee,
      calls(1000, 20),
    );
    // Of the thousand calls about a tenth has a copy, once the percentile is known: 150 calls come before.
    const late = reached.filter((at) => at > 6000).length;
    const early = reached.filter((at) => at < 3000).length;
    expect(early).toBeGreaterThan(280);
    expect(late - 700).toBeGreaterThan(30);
    expect(late - 700).toBeLessThan(140);
  });

  it('the mean of the last hundred, times a factor, plus some time (HG4)', () => {
    const options = { after: { mean: { calls: 2, factor: 1.5, plus: '10ms' } } };
    const callee: Reply[] = [{ after: 5 }, { after: 20 }, slow, { after: 26 }, slow, { after: 1 }];
    // Nothing known: 10 ms. Then 1.5 * 5 + 10, 1.5 * 12.5 + 10, and of the last two 1.5 * 23 + 10.
    const { reached } = hedge(options, callee, [0, 1000, 2000, 3000]);
    expect(reached).toEqual([0, 1000, 1017.5, 2000, 3000, 3044.5]);
  });
});

describe('a budget', () => {
  const callee: Reply[] = [slow];
  const calls = Array.from({ length: 100 }, (_, n) => n * 2000);

  it('bounds the copies: Finagle sends none before they are earned (HG5)', () => {
    const options = (ratio: string) => ({
      after: '100ms',
      budget: { windowed: { ratio, reserve: '0/s', ttl: '200s' } },
    });
    expect(hedge(options('1%'), callee, calls).reached).toHaveLength(101);
    expect(hedge(options('10%'), callee, calls).reached).toHaveLength(110);
  });

  it('gets back what was under way, however it ends', () => {
    const budget = { concurrent: { share: 0, minimum: 1 } };
    const options = { after: '100ms', budget };
    // Two at once: only one of them may have a copy; answered, failed or cancelled, the next ones may again.
    const fates: Reply[] = [slow, bad(900), { after: 150 }, slow, slow];
    expect(hedge(options, fates, [0, 0, 2000, 4000]).reached).toEqual([
      0, 0, 100, 2000, 2100, 4000, 4100,
    ]);
    const played = play({
      policies: [{ hedge: options }],
      calls: [0, 500],
      callee: ['hangs', 'hangs', slow],
      leaves: [[0, 300]],
    });
    expect(played.reached).toEqual([0, 100, 500, 600]);
  });

  it('is asked for copies after failures too', () => {
    const options = { copies: 3, budget: { bucket: { ratio: 0, capacity: 1 } } };
    expect(hedge(options, [bad(10)])).toMatchObject({
      reached: [0, 10],
      ends: ['server-error@20'],
    });
  });
});

describe('tied requests (HG1)', () => {
  /** Two servers of one thread each: the first one is busy, and somebody else stands in its queue too. */
  const scenario = (tied: boolean, cancellation: 'propagates' | 'stops' = 'propagates') =>
    trace({
      clients: {
        first: { calls: 'pool.serve', load: { times: ['0s'] } },
        user: { calls: 'front.ask', load: { times: ['10ms'] } },
        third: { calls: 'pool.serve', load: { times: ['20ms'] } },
      },
      services: {
        front: { operations: { ask: [{ call: 'pool.serve' }] } },
        pool: {
          instances: 2,
          threads: 1,
          operations: { serve: [{ work: '100ms' }, { effect: 'served' }] },
        },
      },
      network: { default: { cancellation } },
      policies: { 'front -> pool': [{ hedge: { after: '0ms', tied } }] },
    } as Scenario);

  it('cancel the others when one begins to be served', () => {
    // The copy at the idle server begins at once; the one in the queue of the other is gone.
    expect(scenario(true).answers).toEqual(['ok@100', 'ok@110', 'ok@200']);
    expect(scenario(true).effects).toEqual(['served@100', 'served@110', 'served@200']);
  });

  it('are not what hedging is: there the other copy is begun before the answer comes', () => {
    expect(scenario(false).answers).toEqual(['ok@100', 'ok@110', 'ok@210']);
  });

  it('cannot be cancelled where the network does not tell the callee', () => {
    expect(scenario(true, 'stops').answers).toEqual(['ok@100', 'ok@110', 'ok@300']);
    expect(scenario(true, 'stops').effects).toHaveLength(4);
  });

  it('send no further copies once one is served', () => {
    const { answers, effects } = trace({
      clients: { user: { calls: 'front.ask', load: { times: ['0s'] } } },
      services: {
        front: { operations: { ask: [{ call: 'pool.serve' }] } },
        pool: { instances: 2, operations: { serve: [{ wait: '100ms' }, { effect: 'served' }] } },
      },
      policies: { 'front -> pool': [{ hedge: { after: '20ms', tied: true } }] },
    } as Scenario);
    expect([answers, effects]).toEqual([['ok@100'], ['served@100']]);
  });
});
