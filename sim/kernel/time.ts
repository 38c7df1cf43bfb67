/**
 * Simulated time: an integer count of nanoseconds held in a double, exact up to 2^53 ns (104 days).
 * There is no floating-point clock, so that two machines agree to the bit.
 */

declare const unit: unique symbol;

/** A length of time in integer nanoseconds. */
export type Duration = number & { readonly [unit]?: 'duration' };
/** A point of simulated time in integer nanoseconds since the start of the run. */
export type Instant = number & { readonly [unit]?: 'instant' };

export const MICROSECOND: Duration = 1_000;
export const MILLISECOND: Duration = 1_000_000;
export const SECOND: Duration = 1_000_000_000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;

/** The last instant a run may reach: 2^53 ns. */
export const END_OF_TIME: Instant = Number.MAX_SAFE_INTEGER;

/** Rounds a length in nanoseconds to the clock's resolution. */
export const toDuration = (nanoseconds: number): Duration => Math.floor(nanoseconds + 0.5);
