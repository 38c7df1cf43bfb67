/** Judgements: every objective against every strategy. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { metBy } from '../answer/standing.js';
import { NOTHING } from '../numbers/quantity.js';
import { judged } from '../objectives.js';
import { strategyColumns } from './comparison.js';
import { name, says } from './phrase.js';
import type { Cell, Table } from './table.js';

/** Null for a scenario without objectives. */
export function judgementTable(result: ExperimentResult): Table | null {
  const { objectives } = result.scenario;
  if (objectives.length === 0) return null;
  return {
    name: 'objectives',
    title: says`Objectives`,
    columns: [{ label: says`objective`, align: 'left' }, ...strategyColumns(result)],
    rows: [
      ...objectives.map((text, index) => [
        { text: [name(text)] },
        ...result.strategies.map((strategy) => cellOf(strategy, index)),
      ]),
      [{ text: says`met` }, ...result.strategies.map((strategy) => totalOf(strategy))],
    ],
  };
}

function cellOf(strategy: StrategyResult, index: number): Cell {
  const judgement = strategy.objectives[index];
  if (judgement === undefined) return { text: [NOTHING], value: null };
  const { text, met, sure, value } = judgement;
  const mark = met ? '✓' : '✗';
  if (value === null) {
    return {
      text: [mark],
      value,
      tone: met ? 'good' : 'bad',
      remark: { text: 'no value', tone: 'plain' },
    };
  }
  const shown = `${mark} ${judged(strategy, text, value)}`;
  const close = !sure && strategy.fingerprints.length > 1;
  return {
    text: [shown],
    value,
    tone: met ? 'good' : 'bad',
    ...(close ? { remark: { text: 'too close to call', tone: 'warn' } } : {}),
  };
}

function totalOf(strategy: StrategyResult): Cell {
  const [met, total] = [metBy(strategy), strategy.objectives.length];
  return { text: [`${met} of ${total}`], value: met, tone: met === total ? 'good' : 'bad' };
}
