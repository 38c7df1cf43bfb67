/** Session affinity: what a key is bound to, and until when. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../sim/kernel/time.js';
import type { BalancerSite } from '../../sim/primitives/endpoint.js';
import { balancerOf, callOf, endpointsOf, picks, SENDER } from './sender.js';

describe('sticky', () => {
  it('keeps a key where it came first, while the balancer within goes on', () => {
    const balancer = balancerOf('sticky', endpointsOf(3));
    expect(picks(balancer, 8, (n) => n % 4)).toEqual([0, 1, 2, 0, 0, 1, 2, 0]);
    expect(balancer.pick(callOf(1, 4)).index).toBe(1);
  });

  it('balances calls without a key each for itself', () => {
    expect(picks(balancerOf('sticky', endpointsOf(3)), 4, () => -1)).toEqual([0, 1, 2, 0]);
  });

  it('takes another endpoint when its own is out of use, and stays with that one', () => {
    const endpoints = endpointsOf(3);
    const balancer = balancerOf('sticky', endpoints);
    expect(picks(balancer, 3, (n) => n)).toEqual([0, 1, 2]);
    balancer.update?.(endpoints.slice(1));
    // The round begins anew over those left: key 0 gets endpoint 1; the others stay.
    expect(picks(balancer, 3, (n) => n)).toEqual([1, 1, 2]);
    balancer.update?.(endpoints);
    expect(picks(balancer, 3, (n) => n)).toEqual([1, 1, 2]);
  });

  it('forgets a key that has not come for longer than it lasts', () => {
    const balancer = balancerOf({ sticky: { lasts: '10s' } }, endpointsOf(3));
    const at = (second: number) => balancer.pick(callOf(1, 7, second * SECOND)).index;
    expect([at(0), at(10), at(20), at(31), at(41)]).toEqual([0, 0, 0, 1, 1]);
  });

  it('is remembered by the client for all copies of the sender, or by each of these', () => {
    const both = (kept: string) => {
      const common = new Map<string, unknown>();
      const site: BalancerSite = {
        ...SENDER,
        shared<T>(purpose: string, make: () => T) {
          if (!common.has(purpose)) common.set(purpose, make());
          return common.get(purpose) as T;
        },
      };
      const endpoints = endpointsOf(3);
      const one = balancerOf({ sticky: { kept } }, endpoints, site);
      const other = balancerOf({ sticky: { kept } }, [...endpoints].reverse(), site);
      return [one.pick(callOf(1, 5)).index, other.pick(callOf(2, 5)).index];
    };
    expect(both('cookie')).toEqual([0, 0]);
    expect(both('table')).toEqual([0, 2]);
  });

  it('lets any balancer choose first', () => {
    const endpoints = endpointsOf(2);
    const weighted = balancerOf({ sticky: { within: { weighted: [0, 1] } } }, endpoints);
    expect(picks(weighted, 3, (n) => n)).toEqual([1, 1, 1]);
    const random = picks(balancerOf({ sticky: 'random' }, endpoints), 400, (n) => n % 200);
    expect(random.slice(0, 200)).toEqual(random.slice(200));
    expect(new Set(random)).toEqual(new Set([0, 1]));
  });
});
