/** Points: a measured series as the rows that a chart draws. */
import type { ClientResult } from '../../../sim/index.js';
import type { Row } from '../figure.js';
import { type Frame, middle } from './frame.js';

export type Measured = ClientResult['timeline']['sent'];

/** One strategy's curve. */
export interface Series {
  readonly strategy: string;
  readonly values: Measured;
  /** Whether low and high are the ends of an interval. */
  readonly band: boolean;
}

/** Charts show durations in milliseconds and shares in percent. */
export const CHART_UNITS = { duration: 1e-6, share: 100, rate: 1, count: 1, ratio: 1 } as const;

/** Bands of more curves than this hide one another. */
const BANDS = 6;

/** Whether intervals are drawn. */
export function isBanded(series: readonly Series[]): boolean {
  return series.length <= BANDS && series.some(({ band }) => band);
}

/** Rows of a chart, in its units; a slice without a value is a gap. */
export function pointsOf(series: readonly Series[], factor: number, frame: Frame): readonly Row[] {
  const banded = isBanded(series);
  return series.flatMap(({ strategy, values }) =>
    values.mean.map((mean, slice) => ({
      strategy,
      x: middle(slice, frame),
      mean: short(mean, factor),
      ...(banded
        ? { low: short(values.low[slice], factor), high: short(values.high[slice], factor) }
        : {}),
    })),
  );
}

/** Five digits are finer than a pixel. */
function short(value: number | null | undefined, factor: number): number | null {
  return value === null || value === undefined ? null : Number((value * factor).toPrecision(5));
}

/** Series of several clients as one; their intervals cannot be added, so there is none. */
export function added(all: readonly Measured[]): Measured {
  const length = Math.max(0, ...all.map(({ mean }) => mean.length));
  const mean = Array.from({ length }, (_, slice) =>
    all.reduce((sum, each) => sum + (each.mean[slice] ?? 0), 0),
  );
  return { mean, low: mean, high: mean };
}

/** The largest mean of some series; 0 without any. */
export function peak(series: readonly { readonly values: Measured }[]): number {
  return Math.max(0, ...series.flatMap(({ values }) => values.mean.map((value) => value ?? 0)));
}
