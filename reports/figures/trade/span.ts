/** The span of a linear axis around some values, with room on both sides. */

/** Values closer together than this are not told apart by position. */
const LEAST = 0.1;
const ROOM = 0.12;

export function spanAround(values: readonly number[]): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const middle = (low + high) / 2;
  const half = Math.max((high - low) / 2, (LEAST / 2) * Math.abs(middle)) || 0.5;
  const room = half * (1 + 2 * ROOM);
  // Nothing that is measured here can be below zero.
  return [Math.max(0, middle - room), middle + room];
}
