/** Series: a number over the slices of a run, averaged over replications. */
import { estimate } from './estimate.js';

/** By slice; null where no replication has a value. */
export interface Series {
  readonly mean: readonly (number | null)[];
  /** Ends of the 95 % interval; the mean itself with one replication. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** @param gaps a zero means that nothing was observed, as in a percentile without requests. */
export function seriesOf(runs: readonly (readonly number[])[], gaps = false): Series {
  const length = Math.max(0, ...runs.map((values) => values.length));
  const estimates = Array.from({ length }, (_, slice) =>
    estimate(runs.map((values) => valueAt(values, slice, gaps))),
  );
  return {
    mean: estimates.map(({ mean }) => rounded(mean)),
    low: estimates.map(({ low, mean }) => rounded(low ?? mean)),
    high: estimates.map(({ high, mean }) => rounded(high ?? mean)),
  };
}

function valueAt(values: readonly number[], slice: number, gaps: boolean): number | null {
  const value = values[slice];
  return value === undefined || (gaps && value === 0) ? null : value;
}

/** Six digits are more than a chart can show. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6));
}
