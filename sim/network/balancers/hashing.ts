/** Hashes for consistent hashing: the same everywhere, so that all senders agree. */
import { draw, type Keyed, salt } from '../../kernel/random.js';

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
