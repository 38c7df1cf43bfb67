/** The story of a curve, in words: what is usual, the extreme and when, how it ends. */
import { name, type Phrase, says } from '../../document/phrase.js';
import { clock } from '../../numbers/clock.js';
import { quantity, type Unit } from '../../numbers/quantity.js';
import { type Frame, middle } from './frame.js';
import type { Series } from './points.js';

/** Which extreme is the news. */
export type Extreme = 'highest' | 'lowest';

/** `plain: 45 ms before the first fault, highest 941 ms at 2:31, 53 ms at the end`. */
export function story(series: Series, unit: Unit, extreme: Extreme, frame: Frame): Phrase {
  const points = series.values.mean.flatMap((value, slice) => {
    const t = middle(slice, frame);
    return value === null || t < frame.warmup ? [] : [{ t, value }];
  });
  const subject = name(series.strategy);
  const last = points.at(-1);
  if (last === undefined) return says`${subject}: nothing was observed`;
  const strikes = Math.min(frame.span, ...frame.faults.map(({ from }) => from));
  const usual = median(points.filter(({ t }) => t < strikes).map(({ value }) => value));
  const sign = extreme === 'highest' ? -1 : 1;
  const [most = last] = [...points].sort((a, b) => sign * (a.value - b.value) || a.t - b.t);
  if (usual !== null && usual === most.value && usual === last.value) {
    return says`${subject}: ${quantity(usual, unit)} throughout`;
  }
  const before = strikes < frame.span ? 'before the first fault' : 'as a rule';
  const start = usual === null ? '' : `${quantity(usual, unit)} ${before}, `;
  const worst = `${extreme} ${quantity(most.value, unit)} at ${clock(most.t, frame.span)}`;
  return says`${subject}: ${start}${worst}, ${quantity(last.value, unit)} at the end`;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
