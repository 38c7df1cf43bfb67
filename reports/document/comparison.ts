/** The comparison: every measure of every strategy, with its interval and how it differs from the baseline. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { isInProportion, isOfFewer } from '../answer/byproduct.js';
import { isNotable } from '../answer/notable.js';
import { type ShownMeasure, shownInterval, shownMeasures } from '../measures.js';
import { significant } from '../numbers/digits.js';
import { change, NOTHING } from '../numbers/quantity.js';
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
  if (estimate === undefined) return { text: [NOTHING], value: null };
  const text = shownInterval(shown, estimate);
  const cell: Cell = { text: [text], value: estimate.mean };
  if (estimate.mean === Number.POSITIVE_INFINITY)
    return { ...cell, remark: howOften(estimate.values) };
  const remark = remarkOf(result, shown, strategy);
  return remark === null ? cell : { ...cell, remark };
}

/** How a strategy differs from the baseline; coloured where that is worth a choice. */
function remarkOf(
  result: ExperimentResult,
  shown: ShownMeasure,
  strategy: StrategyResult,
): Remark | null {
  const difference = differenceOf(result, strategy, shown.measure);
  if (difference === undefined) return null;
  const { mean, low, high, p, verdict } = difference;
  // Without replications nothing can be said of differences, and of equals nothing has to.
  if (p === null || mean === null || (mean === 0 && low === high)) return null;
  if (verdict === 'no difference shown') return { text: '≈ no difference shown', tone: 'plain' };
  const by = shown.suffix === undefined ? change(mean, shown.unit) : signed(mean, shown.suffix);
  if (isOfFewer(result, strategy, shown)) return { text: `${by}, of fewer`, tone: 'plain' };
  const own = strategy.measures[shown.measure]?.mean ?? mean;
  const chosenBy = isNotable(shown, own - mean, own) && !isInProportion(result, strategy, shown);
  const tone = verdict === 'better' ? 'good' : 'bad';
  return { text: `${by}, ${verdict}`, tone: chosenBy ? tone : 'plain' };
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
