/** Notable: differences large enough to choose a strategy by, among those that are real. */
import type { ShownMeasure } from '../measures.js';

/** Smaller changes are real, but nobody chooses by them. */
const LEAST = { share: 0.001, relative: 0.05 };

export function isNotable({ unit }: ShownMeasure, from: number, to: number): boolean {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return from !== to;
  if (unit === 'share') return Math.abs(to - from) >= LEAST.share;
  if (unit === 'count') return from !== to;
  return Math.abs(to - from) > LEAST.relative * Math.abs(from);
}
