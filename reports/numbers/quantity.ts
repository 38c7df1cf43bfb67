/** Quantities: a measured value with its unit, in as many digits as say something. */
import type { MeasureResult } from '../../sim/index.js';
import { decimalsFor, fixed, MINUS, significant } from './digits.js';

export type Unit = MeasureResult['unit'];

/** What a value is divided by and followed by when it is written. */
export interface Scale {
  readonly size: number;
  readonly suffix: string;
}

/** What does not exist. */
export const NOTHING = '–';
/** What did not happen by the end of the run. */
export const NEVER = 'never';

/** From so many nanoseconds on, a duration is written in this unit. */
const LADDER: readonly (readonly [from: number, Scale])[] = [
  [3 * 3600e9, { size: 3600e9, suffix: ' h' }],
  [10 * 60e9, { size: 60e9, suffix: ' min' }],
  [1e9, { size: 1e9, suffix: ' s' }],
  [1e6, { size: 1e6, suffix: ' ms' }],
  [1e3, { size: 1e3, suffix: ' µs' }],
];

const SCALES: Readonly<Record<Exclude<Unit, 'duration'>, Scale>> = {
  share: { size: 0.01, suffix: ' %' },
  rate: { size: 1, suffix: '/s' },
  count: { size: 1, suffix: '' },
  ratio: { size: 1, suffix: '×' },
};

/** The unit in which a value of this size is written. */
export function scaleFor(value: number, unit: Unit): Scale {
  if (unit !== 'duration') return SCALES[unit];
  const size = Math.abs(value);
  if (size === 0) return { size: 1e6, suffix: ' ms' };
  return LADDER.find(([from]) => size >= from)?.[1] ?? { size: 1, suffix: ' ns' };
}

/** `12.3 ms`, `99.75 %`, `300/s`; nothing is a dash, and what never came is `never`. */
export function quantity(value: number | null, unit: Unit): string {
  if (value === null) return NOTHING;
  if (!Number.isFinite(value)) return NEVER;
  const { size, suffix } = scaleFor(value, unit);
  return unit === 'share' ? share(value) : significant(value / size) + suffix;
}

/** A duration in nanoseconds. */
export function duration(nanoseconds: number | null): string {
  return quantity(nanoseconds, 'duration');
}

/** A share between 0 and 1: near either end it is the distance to it that counts. */
export function share(value: number | null): string {
  if (value === null) return NOTHING;
  // 0.57 times a hundred is 56.99999999999999 to a computer.
  const percent = Number((value * 100).toPrecision(12));
  const distance = Math.min(Math.abs(percent), Math.abs(100 - percent));
  if (distance === 0 || Number.isInteger(percent)) return `${fixed(percent, 0)} %`;
  const decimals = decimalsFor(distance, 2);
  if (decimals <= 4) return `${fixed(percent, Math.max(decimals, 1)).replace(/\.?0+$/, '')} %`;
  return percent < 50 ? '<0.0001 %' : '>99.9999 %';
}

/** A change with its sign; of shares, in percentage points. */
export function change(value: number | null, unit: Unit): string {
  if (value === null) return NOTHING;
  const sign = value < 0 ? MINUS : '+';
  if (!Number.isFinite(value)) return value < 0 ? 'at last' : NEVER;
  const size = Math.abs(value);
  if (unit === 'share') return `${sign}${significant(size * 100, 2)} points`;
  return sign + quantity(size, unit);
}

/** A change relative to what it changes, such as `−96 %` or, where that says more, `48 times`. */
export function relative(from: number, to: number): string {
  const ratio = to / from;
  if (ratio >= 3) return `${significant(Number(ratio.toPrecision(2)), 2)} times`;
  const percent = Number(((ratio - 1) * 100).toPrecision(2));
  return `${percent < 0 ? MINUS : '+'}${significant(Math.abs(percent), 2)} %`;
}
