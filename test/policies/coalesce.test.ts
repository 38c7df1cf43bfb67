/** One execution for many calls: singleflight (FC4) and opossum's coalescing (O13). */
import { describe, expect, it } from 'vitest';
import { runOnce } from '../../sim/experiment/run.js';
import { compile, fromObject, type Variant } from '../../sim/scenario/compile.js';
import { ends, play, type Reply } from './stage.js';

const ok: Reply = { after: 100 };
const bad: Reply = { after: 100, fault: 'server-error' };

function coalesced(options: object, calls: readonly number[], callee: readonly Reply[], more = {}) {
  const played = play({ policies: [{ coalesce: options }], calls, callee, ...more });
  return {
    ends: ends(played),
    reached: played.reached,
    stopped: played.stopped,
    open: played.open,
  };
}

describe('coalescing as singleflight has it (FC4)', () => {
  it('runs once for all who ask meanwhile, and anew for the next', () => {
    expect(coalesced({}, [0, 50, 99, 101], [ok])).toMatchObject({
      ends: ['ok@100', 'ok@100', 'ok@100', 'ok@201'],
      reached: [0, 101],
      open: 0,
    });
  });

  it('shares failures too', () => {
    expect(coalesced({}, [0, 50], [bad]).ends).toEqual(['server-error@100', 'server-error@100']);
  });

  it('tells keys apart', () => {
    expect(coalesced({}, [0, 1, 2, 3], [ok], { keys: [1, 2, 1, 2] }).reached).toEqual([0, 1]);
  });

  it('goes on when callers leave, the first one too', () => {
    const leaves = [
      [0, 20],
      [1, 60],
    ];
    expect(coalesced({}, [0, 10, 70], [ok], { leaves })).toEqual({
      ends: ['cancelled@20', 'cancelled@60', 'ok@100'],
      reached: [0],
      stopped: [],
      open: 0,
    });
  });
});

describe('an execution that never ends', () => {
  it('keeps its key for ever, unless it is forgotten after a time', () => {
    const callee: Reply[] = ['hangs', ok];
    const calls = [0, 100, 999, 1000, 1050];
    expect(coalesced({}, calls, callee).ends).toEqual(new Array(5).fill('never'));
    expect(coalesced({ 'forget-after': '1s' }, calls, callee)).toMatchObject({
      ends: ['never', 'never', 'never', 'ok@1100', 'ok@1100'],
      reached: [0, 1000],
    });
  });

  it('still answers those who wait for it, and does not disturb the next one', () => {
    const callee: Reply[] = [{ after: 1020 }, ok];
    // The first ends at 1020: the second, begun at 1000, is shared until 1100.
    expect(coalesced({ 'forget-after': '1s' }, [0, 1000, 1050], callee)).toMatchObject({
      ends: ['ok@1020', 'ok@1100', 'ok@1100'],
      reached: [0, 1000],
    });
  });

  it('of opossum is shared no longer than either time', () => {
    const options = { 'keep-for': '1s', 'forget-after': '200ms' };
    expect(coalesced(options, [0, 199, 200, 250], ['hangs', ok]).ends).toEqual([
      'never',
      'never',
      'ok@300',
      'ok@300',
    ]);
  });
});

describe("opossum's coalescing (O13)", () => {
  const manner = { 'keep-for': '1s' };

  it('shares an execution for its time, over or not, failures included', () => {
    expect(coalesced(manner, [0, 500, 999, 1000], [bad, ok])).toMatchObject({
      ends: ['server-error@100', 'server-error@500', 'server-error@999', 'ok@1100'],
      reached: [0, 1000],
    });
  });

  it('starts anew when its time is up though it still runs', () => {
    const callee: Reply[] = [{ after: 1500 }, { after: 10 }];
    expect(coalesced(manner, [0, 1200, 1300], callee)).toMatchObject({
      ends: ['ok@1500', 'ok@1210', 'ok@1300'],
      reached: [0, 1200],
    });
  });

  it('forgets the endings it is told to forget', () => {
    const options = { ...manner, 'reset-on': ['error', 'timeout'] };
    expect(coalesced(options, [0, 500, 700], [bad, ok])).toMatchObject({
      ends: ['server-error@100', 'ok@600', 'ok@700'],
      reached: [0, 500],
    });
    const timeouts: Reply[] = [{ after: 100, fault: 'timeout' }];
    expect(coalesced({ ...manner, 'reset-on': ['error'] }, [0, 500], timeouts).reached).toEqual([
      0,
    ]);
  });
});

describe('what is done for nobody', () => {
  const SCHEDULERS = ['run-to-completion', 'processor-sharing', 'shortest-remaining'] as const;
  const coalesce = { coalesce: {} };
  const kept = { coalesce: { 'keep-for': '10s' } };

  /** Seconds of two that were worked in vain; users come at the given seconds and wait for half a second. */
  const wasted = (scheduler: string, times: readonly number[], edge: object, entrance?: object) => {
    const [variant] = compile(
      fromObject({
        run: { duration: '20s', warmup: '0s' },
        clients: {
          user: {
            calls: 'shop.go',
            load: { times: times.map((at) => `${at}s` as const) },
            patience: '500ms',
            keys: { uniform: 1 },
          },
        },
        services: {
          shop: {
            scheduler,
            operations: { go: [{ work: '2s' }] },
            ...(entrance && { policies: [entrance] }),
          },
        },
        policies: { default: [edge] },
      } as never),
      [''],
    ).variants;
    const { services } = runOnce(variant as Variant, { replication: 0 });
    expect(services.shop?.coreSeconds).toBeCloseTo(2, 9);
    return Math.round((services.shop?.wastedCoreSeconds ?? Number.NaN) * 1e6) / 1e6;
  };

  it.each(SCHEDULERS)('counts as wasted from when the last one left, with %s', (scheduler) => {
    expect(wasted(scheduler, [0], coalesce)).toBe(1.5);
    expect(wasted(scheduler, [0, 0.2], coalesce)).toBe(1.3);
  });

  it.each(SCHEDULERS)('is not wasted when somebody comes for it yet, with %s', (scheduler) => {
    expect(wasted(scheduler, [0, 1.6], coalesce)).toBe(0);
    expect(wasted(scheduler, [0, 0.8], coalesce)).toBe(0.7);
  });

  it('is not wasted when it is kept for those to come', () => {
    expect(wasted('run-to-completion', [0], kept)).toBe(0);
  });

  it('is seen at the entrance too, where nobody tells that a caller has left', () => {
    expect(wasted('run-to-completion', [0, 0.2], { fallback: {} }, coalesce)).toBe(1.3);
    expect(wasted('run-to-completion', [0, 0.2, 1.6], { fallback: {} }, coalesce)).toBe(0);
  });

  it('is seen through one execution within another', () => {
    expect(wasted('run-to-completion', [0, 0.2], coalesce, coalesce)).toBe(1.3);
    expect(wasted('run-to-completion', [0, 0.2, 1.6], coalesce, coalesce)).toBe(0);
  });
});
