/** Limiters: who may pass when only so many may in a time. Each keeps the rate in its own way. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { type Duration, type Instant, SECOND } from '../kernel/time.js';

/** A limiter with its memory of past calls. */
export interface Limiter {
  /**
   * Asks for a permit, which is taken if it is granted.
   * @param limit how long the caller would wait for one.
   * @returns how long to wait for it, 0 to go on at once; null when it is refused.
   */
  ask(now: Instant, limit: Duration): Duration | null;
  /** If nobody asks meanwhile, it cannot be told from a new one from this instant on. */
  readonly asNewFrom: Instant;
}

/** What every limiter is to keep. */
export interface Allowance {
  /** Calls per second. */
  readonly rate: number;
  /** Tokens of a bucket. */
  readonly burst: number;
}

/** A limiter's entry in the catalogue. */
export interface LimiterMember<Kind extends string = string, E extends Fields = Fields>
  extends Member<Kind, E, (options: Options<E>, allowance: Allowance) => Limiter> {
  /** Calls may wait for a permit, up to `max-wait`. */
  readonly waits: boolean;
  /** What is expected of the rate instead, when this limiter cannot keep it. */
  readonly objection?: (options: Options<E>, rate: number) => string | undefined;
}

export function defineLimiter<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string = never,
>(member: Omit<LimiterMember<Kind, E>, 'shorthand'> & { readonly shorthand?: S }) {
  return member;
}

/** How many calls a rate allows in a window: a whole number, or close to none. */
export function callsPer(window: Duration, rate: number): number {
  return Math.round((rate * window) / SECOND);
}

/** The most calls that a limiter counts in one window. */
const MOST = 1_000_000;

/** Limits by windows count whole calls. */
export function wholeCalls({ window }: { readonly window: Duration }, rate: number) {
  const exact = (rate * window) / SECOND;
  const whole = Math.abs(exact - Math.round(exact)) < 1e-6 && exact > 0.5 && exact <= MOST;
  return whole ? undefined : 'a `rate` that allows a whole number of calls in each window';
}
