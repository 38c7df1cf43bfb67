/** The data of a chart over time as a table: a row for every slice, a column for every curve. */
import { name, type Phrase, says } from '../../document/phrase.js';
import type { Cell, Column, Table } from '../../document/table.js';
import { clock } from '../../numbers/clock.js';
import { interval } from '../../numbers/interval.js';
import { quantity } from '../../numbers/quantity.js';
import type { Curves } from './curves.js';
import { type Frame, middle } from './frame.js';
import { isBanded, type Series } from './points.js';

export function timeTable(
  table: { readonly name: string; readonly title: Phrase },
  panels: readonly Curves[],
  frame: Frame,
): Table {
  const curves = panels.flatMap((panel) => panel.series.map((series) => ({ panel, series })));
  const length = Math.max(0, ...curves.map(({ series }) => series.values.mean.length));
  const several = panels.length > 1;
  const columns: Column[] = curves.map(({ panel, series }) => ({
    label: several ? says`${panel.title}: ${name(series.strategy)}` : [name(series.strategy)],
    align: 'right',
  }));
  return {
    ...table,
    columns: [{ label: says`time`, align: 'left' }, ...columns],
    rows: Array.from({ length }, (_, slice) => [
      { text: [clock(middle(slice, frame), frame.span)], value: middle(slice, frame) },
      ...curves.map(({ panel, series }) => cellOf(series, slice, panel)),
    ]),
  };
}

/** A mean, with its interval where the chart has a band. */
function cellOf({ values, band }: Series, slice: number, { unit, series }: Curves): Cell {
  const mean = values.mean[slice] ?? null;
  if (!band || !isBanded(series)) return { text: [quantity(mean, unit)], value: mean };
  const estimate = { mean, low: values.low[slice] ?? null, high: values.high[slice] ?? null };
  return { text: [interval(estimate, unit)], value: mean };
}
