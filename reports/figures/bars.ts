/** Bars: a bar for every strategy, stacked from its parts, with the total at its end. */

import type { Palette } from '../drawing/palette.js';
import { titleOf, valueLabel } from './axes.js';
import type { Layer, Panel, Row } from './figure.js';
import type { Look } from './look.js';
import { partColours } from './series.js';

const STEP = 26;
/** Room at the end of the longest bar for its total. */
const ROOM = 1.22;

export interface Part {
  readonly strategy: string;
  readonly part: string;
  /** In the unit of the axis. */
  readonly value: number;
  readonly tip: string;
}

export interface Bars {
  readonly dataset: string;
  readonly title: string;
  readonly strategies: readonly string[];
  readonly parts: readonly string[];
  readonly rows: readonly Part[];
  readonly unit: 'share' | 'count';
  /** What is shown is as it should be. */
  readonly calm?: boolean;
  /** What is written at the end of a bar. */
  readonly total: (strategy: string) => string;
}

/** What a panel of bars draws: its parts, each from where the one before ends, and its totals. */
export function barData({
  dataset,
  strategies,
  rows,
  total,
}: Bars): Record<string, readonly Row[]> {
  const ends = new Map<string, number>();
  const parts = rows.map((row) => {
    const from = ends.get(row.strategy) ?? 0;
    ends.set(row.strategy, from + row.value);
    return { ...row, from, to: from + row.value };
  });
  const totals = strategies.map((strategy) => ({
    strategy,
    to: ends.get(strategy) ?? 0,
    text: total(strategy),
  }));
  return { [dataset]: parts, [`${dataset}-totals`]: totals };
}

export function barPanel(bars: Bars, { palette, live }: Look): Panel {
  const totals = barData(bars)[`${bars.dataset}-totals`] ?? [];
  const longest = Math.max(...totals.map(({ to }) => to as number));
  const x = {
    type: 'quantitative',
    scale: { domain: [0, longest * ROOM || 1], nice: false },
    axis: { title: null, grid: true, tickCount: 4, labelExpr: labelOf(bars, longest) },
  } as const;
  const y = {
    field: 'strategy',
    type: 'nominal',
    sort: [...bars.strategies],
    axis: {
      title: null,
      grid: false,
      labelLimit: 130,
      labelColor: palette.text,
      labelFontSize: 12,
    },
  } as const;
  const scale = bars.calm === true ? calm(bars, palette) : partColours(bars.parts, palette);
  const bar: Layer = {
    mark: { type: 'bar', height: { band: 0.64 } },
    encoding: {
      x: { ...x, scale: { ...x.scale, domain: [...x.scale.domain] }, field: 'from' },
      x2: { field: 'to' },
      y,
      color: { field: 'part', type: 'nominal', scale, legend: null },
      ...(live ? { tooltip: { value: { expr: 'datum.tip' } } } : {}),
    },
  };
  const text: Layer = {
    data: { name: `${bars.dataset}-totals` },
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: 5, fill: palette.text },
    encoding: {
      x: { ...x, scale: { ...x.scale, domain: [...x.scale.domain] }, field: 'to' },
      y,
      text: { field: 'text', type: 'nominal' },
    },
  };
  return {
    name: bars.dataset,
    title: titleOf(bars.title),
    height: { step: STEP },
    data: { name: bars.dataset },
    layer: [bar, text],
  };
}

/** There is room beyond 100 %, but nothing to be found there. */
function labelOf({ unit }: Bars, longest: number): string {
  const label = valueLabel(unit, longest);
  return unit === 'share' ? `datum.value > 100 ? '' : ${label}` : label;
}

function calm({ parts }: Bars, { series }: Palette) {
  return { domain: [...parts], range: series.slice(0, 1) };
}
