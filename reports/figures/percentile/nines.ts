/** Nines: an axis on which every further nine of a percentile takes as much room as the one before. */

/** 0 for none, 1 for 90 %, 2 for 99 %. */
export function nines(share: number): number {
  return share === 0 ? 0 : Number((-Math.log10(1 - share)).toPrecision(6));
}

/** The share at a point of the axis. */
export function shareAt(point: number): number {
  return Number((1 - 10 ** -point).toPrecision(8));
}

/** The half, and every nine up to the end. */
export function ninesTicks(end: number): readonly number[] {
  const whole = Array.from({ length: Math.floor(end + 1e-9) }, (_, nine) => nine + 1);
  return [nines(0.5), ...whole];
}

/** Labels of the axis, as a Vega expression: 50 %, 90 %, 99 %, 99.9 %. */
export const NINES_LABEL =
  "format(100 * (1 - pow(10, -datum.value)), datum.value < 2.5 ? '.0f' : '.' + (datum.value - 2) + 'f') + ' %'";
