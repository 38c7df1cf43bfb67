/** Axes: ticks, labels and titles, in the units people read. */
import { clockFace } from '../numbers/clock.js';
import type { Unit } from '../numbers/quantity.js';

/** Ticks of a time axis, in seconds: about so many, at round times. */
export function timeTicks(span: number, wanted = 8): readonly number[] {
  const step = STEPS.find((each) => span / each <= wanted) ?? decimalStep(span / wanted);
  return Array.from({ length: Math.floor(span / step + 1e-9) + 1 }, (_, n) =>
    Number((n * step).toPrecision(12)),
  );
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200];

/** The next of 1, 2, 5, 10, ... */
function decimalStep(least: number): number {
  const power = Number(`1e${Math.floor(Math.log10(least))}`);
  return ([1, 2, 5].find((digit) => digit * power >= least) ?? 10) * power;
}

/** Labels of a time axis, as a Vega expression. */
export function timeLabel(span: number): string {
  const face = clockFace(span);
  if (face === 'seconds') return "format(datum.value, '~r') + ' s'";
  const unit = face === 'minutes' ? 60 : 3600;
  const rest = `floor(datum.value % ${unit} / ${unit / 60} + 0.5)`;
  return `floor(datum.value / ${unit}) + ':' + format(${rest}, '02d')`;
}

/** Ticks of a logarithmic axis: 1, 2, 5 in every decade, or powers of ten where decades are many. */
export function logTicks([low, high]: readonly [number, number]): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const digits = last - first > 5 ? [1] : [1, 2, 5];
  return Array.from({ length: last - first + 1 }, (_, n) =>
    digits.map((digit) => Number(`${digit}e${first + n}`)),
  )
    .flat()
    .filter((tick) => tick >= low && tick <= high);
}

/** Labels of a value axis, as a Vega expression. Durations are in milliseconds, shares in percent. */
export function valueLabel(unit: Unit, top = 0): string {
  if (unit === 'duration') return MILLISECONDS;
  if (unit === 'share') return "format(datum.value, '~r') + ' %'";
  const plain = `format(datum.value, '${top >= 10_000 ? '~s' : ',~r'}')`;
  return unit === 'ratio' ? `${plain} + '×'` : plain;
}

const MILLISECONDS = [
  "datum.value >= 1000 ? format(datum.value / 1000, ',~r') + ' s'",
  "datum.value >= 1 || datum.value == 0 ? format(datum.value, '~r') + ' ms'",
  "format(datum.value * 1000, '~r') + ' µs'",
].join(' : ');

/** The title of a panel stands above it, where a rotated one would have to be read sideways. */
export function titleOf(text: string, subtitle = '') {
  // A title that is longer than its plot would make the picture wider.
  const limit = { expr: 'width' };
  return subtitle === '' ? { text, limit } : { text, subtitle, limit };
}
