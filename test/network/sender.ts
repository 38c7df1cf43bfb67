/** Balancers asked directly, by a sender of which nothing is known unless said otherwise. */
import * as v from 'valibot';
import { fromPlain, toPlain } from '../../sim/catalogue/tree.js';
import type { Instant } from '../../sim/kernel/time.js';
import { balancers, makerOf } from '../../sim/network/balancers/index.js';
import type { Call } from '../../sim/primitives/call.js';
import { type Balancer, type BalancerSite, Endpoint } from '../../sim/primitives/endpoint.js';
import { PlacedHandler } from '../../sim/primitives/handler.js';
import { IDEAL_PROCESS } from '../../sim/primitives/process.js';

export const SENDER: BalancerSite = {
  copies: { firsts: [0], of: () => 0 },
  turns: [],
  zone: null,
  senders: () => new Map(),
  shared: (_, make) => make(),
};

/** So many endpoints, in zones that go round, whose processes began anew at instants. */
export function endpointsOf(
  count: number,
  { zones = [null], startedAt = {} }: Placed = {},
): Endpoint[] {
  return Array.from({ length: count }, (_, index) => {
    const process = { ...IDEAL_PROCESS, startedAt: startedAt[index] ?? 0 };
    const handler = new PlacedHandler(`endpoint ${index}`, {}, null, { process });
    return new Endpoint(index, handler, zones[index % zones.length] ?? null);
  });
}

export interface Placed {
  readonly zones?: readonly (string | null)[];
  readonly startedAt?: Readonly<Record<number, Instant>>;
}

/** A balancer as written in a scenario. */
export function balancerOf(
  written: unknown,
  endpoints: readonly Endpoint[],
  site: BalancerSite = SENDER,
): Balancer {
  const field = balancers.field({ doc: '' });
  const tree = field.complete(field.expand(fromPlain(written)));
  const chosen = v.parse(field.schema as never, toPlain(tree)) as never;
  return makerOf(chosen)(endpoints, site);
}

/** A call with a number of its own, at an instant. */
export function callOf(number: number, key = 0, now = 0): Call {
  const exchange = { simulation: { now } };
  return { keyHigh: number, keyLow: number * 7919, request: { key }, exchange } as never as Call;
}

export const picks = (balancer: Balancer, count: number, key = (_: number) => 0, now = 0) =>
  Array.from({ length: count }, (_, n) => balancer.pick(callOf(n, key(n), now)).index);

export const share = (list: readonly number[], index: number) =>
  list.filter((each) => each === index).length / list.length;
