/** Objectives: met or missed, by which value. */
import { judged } from '../../reports/objectives.js';
import { labelOf } from '../../reports/strategies.js';
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { paint } from './paint.js';
import { sideBySide } from './side-by-side.js';

type Judgement = StrategyResult['objectives'][number];

export function objectivesTable({ scenario, strategies }: ExperimentResult, width: number): string {
  if (scenario.objectives.length === 0) return '';
  const columns = strategies.map((strategy) => ({
    head: strategies.length === 1 ? '' : paint.bold(labelOf(strategy)),
    cells: strategy.objectives.map((judgement) => judgementText(strategy, judgement)),
  }));
  const isSure = strategies.every(({ objectives }) => objectives.every(({ sure }) => sure));
  const note = isSure ? '' : `${paint.dim('? the interval reaches across the limit')}\n`;
  const heading = `${paint.bold('objectives')}${counts(strategies)}\n`;
  return heading + sideBySide(scenario.objectives, columns, width).replace(/^\n/, '') + note;
}

function judgementText(strategy: StrategyResult, { text, met, sure, value }: Judgement): string {
  const known = judged(strategy, text, value) + (sure || value === null ? '' : ' ?');
  return met ? `${paint.green('✓')} ${known}` : `${paint.red('✗')} ${known}`;
}

/** Of a single strategy: how many of its objectives are met and missed. */
function counts(strategies: readonly StrategyResult[]): string {
  const [only] = strategies;
  if (only === undefined || strategies.length > 1) return '';
  const met = only.objectives.filter((each) => each.met).length;
  const missed = only.objectives.length - met;
  const parts = [
    met > 0 ? paint.green(`${met} met`) : '',
    missed > 0 ? paint.red(`${missed} missed`) : '',
  ];
  return `  ${parts.filter((part) => part !== '').join('  ')}`;
}
