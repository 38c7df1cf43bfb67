/** Back-off: how long to wait before the next attempt. Pure functions of the attempt and a uniform. */
import type { Member } from '../catalogue/catalogue.js';
import type { Fields, Options } from '../catalogue/field.js';
import { choice, duration } from '../catalogue/scalars.js';
import type { Duration } from '../kernel/time.js';

/** The wait before retry `n`, from 0 for the first, without jitter or cap. */
export type Backoff = (n: number) => Duration;

/** A back-off's entry in the catalogue. */
export type BackoffMember<Kind extends string = string, E extends Fields = Fields> = Member<
  Kind,
  E,
  (options: Options<E>) => Backoff
>;

export function defineBackoff<
  const Kind extends string,
  const E extends Fields,
  const S extends keyof E & string,
>(member: Omit<BackoffMember<Kind, E>, 'shorthand'> & { readonly shorthand: S }) {
  return member;
}

/** What every back-off has. */
export const COMMON = {
  jitter: choice(['none', 'full', 'equal', 'decorrelated'], {
    doc: 'Randomness that keeps clients apart: none; full, between 0 and the delay; equal, between half and all of it; decorrelated, between the base and three times the last delay.',
    default: 'full',
    source: 'Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015',
  }),
  cap: duration({ doc: 'The longest delay.', default: '20s', source: 'AWS SDK, MAX_BACKOFF' }),
};

export type Jitter = 'none' | 'full' | 'equal' | 'decorrelated';

/**
 * The wait before retry `n`.
 * @param last the wait before the retry before it; the base before the first.
 * @param u uniform in (0, 1).
 */
export function delayOf(
  backoff: Backoff,
  { jitter, cap }: { readonly jitter: Jitter; readonly cap: Duration },
  n: number,
  last: Duration,
  u: number,
): Duration {
  const delay = Math.min(cap, backoff(n));
  if (jitter === 'full') return Math.floor(u * delay);
  if (jitter === 'equal') return Math.floor(delay / 2 + (u * delay) / 2);
  if (jitter === 'none') return delay;
  const base = backoff(0);
  return Math.floor(Math.min(cap, base + u * (3 * (n === 0 ? base : last) - base)));
}
