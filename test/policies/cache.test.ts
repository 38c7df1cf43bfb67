import { describe, expect, it } from 'vitest';
import { ends, play, type Reply } from './stage.js';

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

describe('answers that went stale', () => {
  const stale = (options: object, calls: readonly number[], replies: readonly Reply[]) => {
    const played = play({
      policies: [{ cache: { ttl: '1s', ...options } }],
      calls,
      callee: replies,
    });
    return { ends: ends(played), reached: played.reached, open: played.open };
  };
  const ok: Reply = { after: 100 };
  const bad: Reply = { after: 100, fault: 'server-error' };

  it('are given while one call fetches a new one (RFC 5861, FC2)', () => {
    const options = { 'stale-while-revalidate': '500ms' };
    // Stored at 100, stale from 1100 to 1600; the refresh of 1200 comes at 1300.
    expect(stale(options, [0, 1200, 1250, 1400, 3000], [ok])).toEqual({
      ends: ['ok@100', 'ok@1200', 'ok@1250', 'ok@1400', 'ok@3100'],
      reached: [0, 1200, 3000],
      open: 0,
    });
    expect(stale(options, [0, 1600], [ok]).ends).toEqual(['ok@100', 'ok@1700']);
  });

  it('are fetched again by the next call when that fails', () => {
    const options = { 'stale-while-revalidate': '500ms' };
    expect(stale(options, [0, 1200, 1400, 1550], [ok, bad, ok]).reached).toEqual([0, 1200, 1400]);
  });

  it('are fetched by another call when nothing has come of the first for long', () => {
    const options = { 'stale-while-revalidate': '1h', 'fill-age': '300ms' };
    const replies: Reply[] = [ok, 'hangs', ok];
    // Stale from 1100 on; that of 1200 hears nothing for ever, that of 1500 does.
    const seen = stale(options, [0, 1200, 1499, 1500, 1650], replies);
    expect(seen.reached).toEqual([0, 1200, 1500]);
    expect(seen.ends).toEqual(['ok@100', 'ok@1200', 'ok@1499', 'ok@1500', 'ok@1650']);
  });

  it('are not fetched twice for one that comes late', () => {
    const options = { 'stale-while-revalidate': '1h', 'fill-age': '300ms' };
    // The refresh of 1200 fails at 1700, while that of 1500 is under way until 2100.
    const late: Reply[] = [ok, { after: 500, fault: 'server-error' }, { after: 600 }];
    expect(stale(options, [0, 1200, 1500, 1750], late).reached).toEqual([0, 1200, 1500]);
  });

  it('stand in for a failure for so long', () => {
    const options = { 'stale-if-error': '500ms' };
    expect(stale(options, [0, 1200, 1600], [ok, bad]).ends).toEqual([
      'ok@100',
      'substitute@1300',
      'server-error@1700',
    ]);
  });
});

describe('a stampede', () => {
  const stampede = (
    options: object,
    calls: readonly number[],
    replies: readonly Reply[],
    more = {},
  ) => {
    const cache = { ttl: '1s', fills: 'one', ...options };
    const played = play({ policies: [{ cache }], calls, callee: replies, ...more });
    return { ends: ends(played), reached: played.reached };
  };
  const ok: Reply = { after: 100 };

  it('is kept away by letting one ask for all (FC3)', () => {
    expect(stampede({}, [0, 10, 20], [ok])).toEqual({
      ends: ['ok@100', 'ok@100', 'ok@100'],
      reached: [0],
    });
    expect(stampede({ fills: 'all' }, [0, 10, 20], [ok]).reached).toEqual([0, 10, 20]);
  });

  it('lets the next one ask when the first has failed or left', () => {
    const replies: Reply[] = [{ after: 100, fault: 'server-error' }, ok];
    expect(stampede({}, [0, 10, 20], replies)).toEqual({
      ends: ['server-error@100', 'ok@200', 'ok@200'],
      reached: [0, 100],
    });
    expect(stampede({}, [0, 10], [ok], { leaves: [[0, 50]] })).toEqual({
      ends: ['cancelled@50', 'ok@150'],
      reached: [0, 50],
    });
  });

  it('lets nobody wait for too long; such an answer is not stored', () => {
    expect(stampede({ 'fill-wait': '30ms' }, [0, 10, 145], ['hangs', ok])).toMatchObject({
      ends: ['never', 'ok@140', 'ok@275'],
      reached: [0, 40, 175],
    });
  });

  it('has another one ask when the first has been at it for long, and stores what that one gets', () => {
    const options = { 'fill-wait': '10s', 'fill-age': '300ms' };
    expect(stampede(options, [0, 100, 300, 350, 500], ['hangs', ok])).toEqual({
      ends: ['never', 'ok@400', 'ok@400', 'ok@400', 'ok@500'],
      reached: [0, 300],
    });
  });

  it('does not mind that the first one leaves when others are at it', () => {
    const options = { 'fill-wait': '10s', 'fill-age': '300ms' };
    const leaves = [[0, 320]] as const;
    expect(stampede(options, [0, 100, 300, 350], ['hangs', ok], { leaves })).toEqual({
      ends: ['cancelled@320', 'ok@400', 'ok@400', 'ok@400'],
      reached: [0, 300],
    });
  });
});
