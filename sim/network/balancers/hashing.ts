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

/** What was made last, and of what. */
interface Agreement<T> {
  of: string;
  made: T | null;
}

/**
 * What is made of the indices of the endpoints in use, in order, and of nothing else. Senders that use the same ones
 * have it together, as it may be large; it is made anew whenever one of them uses others.
 */
export function agreed<T>(
  endpoints: readonly Endpoint[],
  site: BalancerSite,
  make: (indices: readonly number[]) => T,
): T {
  const indices = endpoints.map(({ index }) => index).sort((a, b) => a - b);
  const agreement = site.shared<Agreement<T>>('agreement', () => ({ of: '', made: null }));
  const of = indices.join();
  if (agreement.made === null || agreement.of !== of) {
    agreement.of = of;
    agreement.made = make(indices);
  }
  return agreement.made;
}

/** Endpoints by their index. */
export function byIndex(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const places: Endpoint[] = [];
  for (const endpoint of endpoints) places[endpoint.index] = endpoint;
  return places;
}
