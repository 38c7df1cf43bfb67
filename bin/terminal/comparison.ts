/** The table of a comparison: every measure of every strategy, and how it differs from the baseline. */

import { plain } from '../../reports/document/phrase.js';
import { type ShownMeasure, shownMeasures } from '../../reports/measures.js';
import { MINUS } from '../../reports/numbers/digits.js';
import { type Measured, measured } from '../../reports/numbers/interval.js';
import { NOTHING, quantity } from '../../reports/numbers/quantity.js';
import { differenceOf, labelOf } from '../../reports/strategies.js';
import type { ComparedMeasure, ExperimentResult, StrategyResult } from '../../sim/index.js';
import { wrapped } from './layout.js';
import { paint } from './paint.js';
import { blockCount, type Column, sideBySide } from './side-by-side.js';

/** How much is said of a difference. */
type Detail = 'with its interval' | 'alone';

export function comparisonTable(result: ExperimentResult, width: number): string {
  const measures = shownMeasures(result);
  const labels = measures.map(labelText);
  const columnsWith = (detail: Detail) =>
    result.strategies.map((strategy) => columnOf(result, strategy, measures, detail));
  const detailed = columnsWith('with its interval');
  const fits = blockCount(labels, detailed, width) === 1;
  const columns = fits ? detailed : columnsWith('alone');
  return sideBySide(labels, columns, width) + legend(result, width);
}

function columnOf(
  result: ExperimentResult,
  strategy: StrategyResult,
  measures: readonly ShownMeasure[],
  detail: Detail,
): Column {
  const cells = measures.map((measure) => {
    const value = valueText(measure, strategy);
    const difference = differenceOf(result, strategy, measure.measure);
    if (difference === undefined || !hasDifferences(result, measure)) return value;
    return `${value}\n${differenceText(difference, measure, detail)}`;
  });
  return { head: headOf(result, strategy), cells };
}

/** What a measure is called; a unit that is a word stands here once instead of in every cell. */
export function labelText({ label, suffix }: ShownMeasure): string {
  return plain(label) + (suffix === undefined ? '' : `, ${suffix.trim()}`);
}

function headOf({ baseline, strategies }: ExperimentResult, strategy: StrategyResult): string {
  const lines = wrapped(labelOf(strategy), 16).map((line) => paint.bold(line));
  const isBaseline = strategies.length > 1 && strategy.strategy === baseline;
  return [...lines, isBaseline ? paint.dim('baseline') : ''].join('\n').trimEnd();
}

export function valueText(
  { measure, unit, suffix }: ShownMeasure,
  { measures }: StrategyResult,
): string {
  const estimate = measures[measure];
  if (estimate === undefined) return paint.dim(NOTHING);
  const value = measured(estimate, unit);
  if (value.half !== null && value.half !== '0') {
    return `${value.mean} ±${value.half}${suffix === undefined ? value.suffix : ''}`;
  }
  const text = quantity(estimate.mean, unit);
  return suffix === undefined ? text : withoutEnd(text, value.suffix);
}

function differenceText(
  { mean, low, high, verdict }: ComparedMeasure,
  { unit, suffix }: ShownMeasure,
  detail: Detail,
): string {
  if (mean === null) return paint.dim(NOTHING);
  if (isNothing({ mean, low, high })) return paint.dim('same');
  const value = measured({ mean, low, high }, unit);
  const sign = value.mean.startsWith(MINUS) ? '' : '+';
  const ending = unit === 'share' ? ' pp' : value.suffix;
  const text = `${sign}${amount(value, detail)}${suffix === undefined ? ending : ''}`;
  if (verdict === 'better') return paint.green(`✓ ${text}`);
  return verdict === 'worse' ? paint.red(`✗ ${text}`) : paint.dim(`≈ ${text}`);
}

function amount({ mean, half, suffix }: Measured, detail: Detail): string {
  if (half === null) return withoutEnd(mean, suffix);
  return detail === 'alone' || half === '0' ? mean : `${mean} ±${half}`;
}

function withoutEnd(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** A measure that is the same for all, replication by replication, needs no second line. */
function hasDifferences({ differences }: ExperimentResult, { measure }: ShownMeasure): boolean {
  return differences.some((each) => each.measure === measure && !isNothing(each));
}

function isNothing({ mean, low, high }: Pick<ComparedMeasure, 'mean' | 'low' | 'high'>): boolean {
  return mean === null || (mean === 0 && (low ?? 0) === 0 && (high ?? 0) === 0);
}

function legend({ baseline, strategies, scenario }: ExperimentResult, width: number): string {
  if (strategies.length < 2) return '';
  const text =
    scenario.replications === 1
      ? 'One replication: no intervals, and no difference can be told from chance.'
      : `Second lines: the difference from ${baseline} on the same random numbers; ✓ better, ✗ worse, ≈ not shown to be real. ± is half a 95 % interval (Student t over ${scenario.replications} replications; differences paired, Holm's correction).`;
  return `\n${wrapped(text, width)
    .map((line) => `${paint.dim(line)}\n`)
    .join('')}`;
}
