/** The scale of values: from zero, or logarithmic where values differ by much. */

import type { Unit } from '../../numbers/quantity.js';
import { logTicks } from '../axes.js';
import { CHART_UNITS, type Series } from './points.js';

/** Values that differ by less than this factor are easier to read on a linear scale. */
const WIDE = 8;
/** An interval may be this much wider than all means before it is cut off. */
const ROOM = 1.3;

interface Values {
  readonly series: readonly Series[];
  readonly unit: Unit;
  readonly logarithmic?: boolean;
}

export interface ValueScale {
  readonly scale: {
    readonly type: 'log' | 'linear';
    readonly domain: [number, number];
    readonly nice: boolean;
  };
  readonly ticks?: readonly number[];
}

export function valueScale({ series, unit, logarithmic = false }: Values): ValueScale {
  const factor = CHART_UNITS[unit];
  const means = series.flatMap(({ values }) => known(values.mean));
  const highs = series.flatMap(({ values }) => known(values.high));
  const top = Math.max(0, ...means) * factor;
  const high = Math.min(Math.max(0, ...highs) * factor, top * ROOM);
  const positive = means.filter((value) => value > 0);
  const low = Math.min(...positive) * factor;
  if (logarithmic && positive.length > 0 && top / low > WIDE) {
    const domain: [number, number] = [low / 1.15, Math.max(top, high) * 1.05];
    return {
      scale: { type: 'log', domain, nice: false },
      ticks: logTicks(domain),
    };
  }
  // Where nothing ever happened, the axis still has a height.
  const domain: [number, number] = [0, Math.max(top, high) * 1.05 || 1];
  return { scale: { type: 'linear', domain, nice: true } };
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
