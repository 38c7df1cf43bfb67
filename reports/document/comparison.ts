/** The comparison: every measure of every strategy, with its interval and how it differs from the baseline. */
import type { ComparedMeasure, ExperimentResult, StrategyResult } from '../../sim/index.js';
import { isNotable } from '../answer/notable.js';
import { type ShownMeasure, shownMeasures, shownValue } from '../measures.js';
import { significant } from '../numbers/digits.js';
import { interval } from '../numbers/interval.js';
import { change } from '../numbers/quantity.js';
import { differenceOf, labelOf } from '../strategies.js';
import { name, type Phrase, says } from './phrase.js';
import type { Cell, Column, Remark, Table } from './table.js';

export function comparisonTable(result: ExperimentResult): Table {
  return {
    name: 'comparison',
    title: says`Measures`,
    columns: [{ label: says`measure`, align: 'left' }, ...strategyColumns(result)],
    rows: shownMeasures(result).map((shown) => [
      { text: shown.label, remark: { text: shown.explanation, tone: 'plain' } },
      ...result.strategies.map((strategy) => cellOf(result, shown, strategy)),
    ]),
  };
}

/** A column for every strategy; the baseline is marked where there is something to compare. */
export function strategyColumns({ strategies, baseline }: ExperimentResult): readonly Column[] {
  return strategies.map((strategy) => {
    const label: Phrase = [name(labelOf(strategy))];
    const isBaseline = strategies.length > 1 && strategy.strategy === baseline;
    return { label, align: 'right', ...(isBaseline ? { remark: 'baseline' } : {}) };
  });
}

function cellOf(result: ExperimentResult, shown: ShownMeasure, strategy: StrategyResult): Cell {
  const estimate = strategy.measures[shown.measure];
  if (estimate === undefined) return { text: ['–'], value: null };
  const text =
    shown.suffix === undefined ? interval(estimate, shown.unit) : shownValue(shown, estimate.mean);
  const cell: Cell = { text: [text], value: estimate.mean };
  if (estimate.mean === Number.POSITIVE_INFINITY)
    return { ...cell, remark: howOften(estimate.values) };
  const difference = differenceOf(result, strategy, shown.measure);
  const remark = difference === undefined ? null : remarkOf(difference, shown, estimate.mean);
  return remark === null ? cell : { ...cell, remark };
}

function remarkOf(
  { mean, low, high, p, verdict }: ComparedMeasure,
  shown: ShownMeasure,
  own: number | null,
): Remark | null {
  // Without replications nothing can be said of differences, and of equals nothing has to.
  if (p === null || mean === null || (mean === 0 && low === high)) return null;
  if (verdict === 'no difference shown') return { text: '≈ no difference shown', tone: 'plain' };
  const by = shown.suffix === undefined ? change(mean, shown.unit) : signed(mean, shown.suffix);
  const notable = own !== null && isNotable(shown, own - mean, own);
  const tone = verdict === 'better' ? 'good' : 'bad';
  return { text: `${by}, ${verdict}`, tone: notable ? tone : 'plain' };
}

function signed(value: number, suffix: string): string {
  return change(value, 'count') + suffix;
}

function howOften(values: readonly (number | null)[]): Remark {
  const never = values.filter((value) => value === Number.POSITIVE_INFINITY).length;
  return {
    text: `in ${significant(never)} of ${significant(values.length)} replications`,
    tone: 'bad',
  };
}
