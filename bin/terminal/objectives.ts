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
  const hasDoubt = strategies.some(({ objectives }) => objectives.some(isDoubtful));
  const doubt =
    scenario.replications === 1
      ? 'one run does not tell how sure that is'
      : 'the interval reaches across the limit';
  const note = hasDoubt ? `${paint.dim(`? ${doubt}`)}\n` : '';
  const heading = `${paint.bold('objectives')}${counts(strategies)}\n`;
  return heading + sideBySide(scenario.objectives, columns, width).replace(/^\n/, '') + note;
}

/** What has no value raises no question. */
function isDoubtful({ sure, value }: Judgement): boolean {
  return !sure && value !== null;
}

function judgementText(strategy: StrategyResult, judgement: Judgement): string {
  const { text, met, value } = judgement;
  const known = judged(strategy, text, value) + (isDoubtful(judgement) ? ' ?' : '');
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
