/** Hashes for consistent hashing: the same everywhere, so that all senders agree. */
import { draw, type Keyed, salt } from '../../kernel/random.js';
import type { BalancerSite, Endpoint } from '../../primitives/endpoint.js';

const KEY = salt('balancer.hash.key');

const scratch: Keyed = { keyHigh: 0, keyLow: 0 };

/** A number in (0, 1) for two whole numbers and a purpose. */
export function hash(high: number, low: number, purpose: number): number {
  scratch.keyHigh = high | 0;
  scratch.keyLow = low | 0;
  return draw(scratch, purpose);
}

/** Where a business key belongs, from 0 to 1. */
export function placeOf(key: number): number {
  return hash(Math.floor(key / 4_294_967_296), key, KEY);
}

/** So many are kept of what was made for one edge: zones take turns, and not all senders keep from the same endpoints. */
const KEPT = 16;

/**
 * What an edge's balancers make of the indices of the endpoints in use, in order, and of options that they have in
 * common. Senders that use the same endpoints have it together, as it may be large.
 */
export function agreed<T>(
  purpose: string,
  endpoints: readonly Endpoint[],
  site: BalancerSite,
  make: (indices: readonly number[]) => T,
): T {
  const indices = endpoints.map(({ index }) => index).sort((a, b) => a - b);
  const made = site.shared(purpose, () => new Map<string, T>());
  const name = indices.join();
  const known = made.get(name) ?? make(indices);
  // The latest one comes last: what nobody has asked for for longest goes first.
  made.delete(name);
  made.set(name, known);
  if (made.size > KEPT) made.delete(made.keys().next().value as string);
  return known;
}

/** Endpoints by their index. */
export function byIndex(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const places: Endpoint[] = [];
  for (const endpoint of endpoints) places[endpoint.index] = endpoint;
  return places;
}
