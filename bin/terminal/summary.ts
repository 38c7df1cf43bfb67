/** The summary of one strategy: its measures, with their intervals and what they mean. */
import { shownMeasures } from '../../reports/measures.js';
import type { ExperimentResult } from '../../sim/index.js';
import { labelText, valueText } from './comparison.js';
import { visibleWidth, wrapped } from './layout.js';
import { paint } from './paint.js';
import { table } from './table.js';

export function summaryTable(result: ExperimentResult, width: number): string {
  const [strategy] = result.strategies;
  if (strategy === undefined) return '';
  const rows = shownMeasures(result).map((measure) => ({
    label: labelText(measure),
    value: valueText(measure, strategy),
    explanation: measure.explanation,
  }));
  const widest = (pick: (row: (typeof rows)[number]) => string) =>
    Math.max(0, ...rows.map((row) => visibleWidth(pick(row))));
  const room = width - widest(({ label }) => label) - widest(({ value }) => value) - 4;
  const cells = rows.map(({ label, value, explanation }) => [
    label,
    value,
    wrapped(explanation, room)
      .map((line) => paint.dim(line))
      .join('\n'),
  ]);
  return table(cells, ['left', 'right', 'left']);
}
