/** What each strategy changes, in a line or a few. */
import { labelOf } from '../../reports/strategies.js';
import type { ExperimentResult } from '../../sim/index.js';
import { clipped, visibleWidth } from './layout.js';
import { paint } from './paint.js';

/** More changes than that are counted, not shown. */
const MOST = 3;

export function changesText({ strategies }: ExperimentResult, width: number): string {
  const margin = Math.max(...strategies.map((each) => visibleWidth(labelOf(each)))) + 2;
  return strategies
    .map((strategy) => {
      const lines = changesOf(strategy.changes).map((line) => clipped(line, width - margin));
      const label =
        paint.bold(labelOf(strategy)) + ' '.repeat(margin - visibleWidth(labelOf(strategy)));
      return `${label}${lines.map((line) => paint.dim(line)).join(`\n${' '.repeat(margin)}`)}\n`;
    })
    .join('');
}

function changesOf(changes: readonly string[]): readonly string[] {
  if (changes.length === 0) return ['the scenario as it stands'];
  if (changes.length <= MOST) return changes;
  return [...changes.slice(0, MOST - 1), `and ${changes.length - MOST + 1} more changes`];
}
