import { describe, expect, it } from 'vitest';
import { ends, play } from './stage.js';

const callee = [{ after: 0 }];

describe('rate limit', () => {
  it('starts with a full bucket and refills it continuously', () => {
    const policies = [{ 'rate-limit': { rate: '10/s', burst: 3 } }];
    const calls = [0, 0, 0, 0, 99, 100, 150, 200, 500, 500, 500, 500];
    expect(ends(play({ policies, calls, callee })).map((each) => each.split('@')[0])).toEqual([
      'ok',
      'ok',
      'ok',
      'rate-limited',
      'rate-limited',
      'ok',
      'rate-limited',
      'ok',
      // Three tokens have come by 500 ms, and no more fit in.
      'ok',
      'ok',
      'ok',
      'rate-limited',
    ]);
  });

  it('lets calls wait for tokens that come in time', () => {
    const policies = [{ 'rate-limit': { rate: '10/s', burst: 1, 'max-wait': '250ms' } }];
    expect(ends(play({ policies, calls: [0, 0, 0, 0], callee }))).toEqual([
      'ok@0',
      'ok@100',
      'ok@200',
      'rate-limited@0',
    ]);
  });

  it('admits over a long time exactly the rate and the burst', () => {
    const calls = Array.from({ length: 5000 }, (_, index) => index);
    const policies = [{ 'rate-limit': { rate: '50/s', burst: 20 } }];
    expect(play({ policies, calls, callee }).reached).toHaveLength(20 + 249);
  });
});
