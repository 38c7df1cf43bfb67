/** Effects: what became of each business effect: done once, done twice, lost, denied. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { listed, name, type Phrase, says } from '../document/phrase.js';
import type { Table } from '../document/table.js';
import { effectsOf } from '../measures.js';
import { significant } from '../numbers/digits.js';
import { interval } from '../numbers/interval.js';
import { NOTHING } from '../numbers/quantity.js';
import { labelOf, labelsOf } from '../strategies.js';
import { type Bars, barData, barPanel } from './bars.js';
import { defineFigure, type Figure } from './figure.js';

export const effects = defineFigure({
  kind: 'effects',
  section: 'losses',
  of: (result) => effectsOf(result).map((effect, index) => effectFigure(result, effect, index)),
});

/** What can go wrong, by the name of its measure. */
const TROUBLES = [
  ['lost', 'lost: promised and never done'],
  ['duplicated', 'doubled: done again'],
  ['unacknowledged', 'denied: done, but reported as failed'],
  ['pending', 'pending: still to come at the end'],
] as const;

function effectFigure(result: ExperimentResult, effect: string, index: number): Figure {
  const strategies = labelsOf(result);
  const done: Bars = {
    dataset: 'done',
    title: 'requests for which it took place',
    strategies,
    parts: ['done'],
    rows: result.strategies.flatMap((strategy) => part(strategy, effect, 'applied', 'done')),
    unit: 'count',
    calm: true,
    total: totalOf(result, effect, ['applied']),
  };
  const troubles = TROUBLES.filter(([kind]) =>
    result.strategies.some((strategy) => (meanOf(strategy, effect, kind) ?? 0) > 0),
  );
  const wrong: Bars = {
    dataset: 'wrong',
    title: 'went wrong',
    strategies,
    parts: troubles.map(([, label]) => label),
    rows: result.strategies.flatMap((strategy) =>
      troubles.flatMap(([kind, label]) => part(strategy, effect, kind, label)),
    ),
    unit: 'count',
    total: totalOf(
      result,
      effect,
      troubles.map(([kind]) => kind),
    ),
  };
  const panels = troubles.length > 0 ? [wrong, done] : [done];
  const id = `effects-${index + 1}`;
  const title = says`What became of ${name(effect)}`;
  return {
    name: id,
    title,
    caption: captionOf(result, troubles.length > 0),
    words: result.strategies.map((strategy) => worded(strategy, effect)),
    table: tableOf({ name: id, title }, result, effect),
    drawing: {
      kind: 'chart',
      legend: troubles.length > 0 ? { of: 'parts', labels: wrong.parts } : null,
      probed: [],
      chart: (look) => ({
        datasets: Object.assign({}, ...panels.map(barData)),
        panels: panels.map((panel) => barPanel(panel, look)),
      }),
    },
    size: 'half',
  };
}

function captionOf({ scenario }: ExperimentResult, troubled: boolean): string {
  const counts = scenario.replications > 1 ? 'Mean counts of a replication.' : 'Counts of the run.';
  return troubled ? counts : `${counts} None was lost, doubled, denied or pending.`;
}

function meanOf({ measures }: StrategyResult, effect: string, kind: string): number | null {
  return measures[`effects.${effect}.${kind}`]?.mean ?? null;
}

function part(strategy: StrategyResult, effect: string, kind: string, label: string) {
  const value = meanOf(strategy, effect, kind) ?? 0;
  const own = labelOf(strategy);
  const tip = `${own}\n${label}\n${significant(value)}`;
  return value === 0 ? [] : [{ strategy: own, part: label, value, tip }];
}

function totalOf({ strategies }: ExperimentResult, effect: string, kinds: readonly string[]) {
  return (label: string) => {
    const strategy = strategies.find((each) => labelOf(each) === label);
    const values = kinds.map((kind) =>
      strategy === undefined ? 0 : (meanOf(strategy, effect, kind) ?? 0),
    );
    const total = values.reduce((sum, value) => sum + value, 0);
    return total === 0 ? 'none' : significant(total);
  };
}

function worded(strategy: StrategyResult, effect: string): Phrase {
  const counts = [['applied', 'done'] as const, ...TROUBLES].flatMap(([kind, label]) => {
    const value = meanOf(strategy, effect, kind);
    return value === null ? [] : [says`${significant(value)} ${label.split(':')[0] ?? label}`];
  });
  return says`${name(labelOf(strategy))}: ${listed(counts)}`;
}

function tableOf(
  table: Pick<Table, 'name' | 'title'>,
  { strategies }: ExperimentResult,
  effect: string,
): Table {
  const kinds = [
    ['applied', 'done'] as const,
    ...TROUBLES,
    ['delay-p50', 'delay, p50'] as const,
    ['delay-p99', 'delay, p99'] as const,
  ];
  return {
    ...table,
    columns: [
      { label: says`strategy`, align: 'left' },
      ...kinds.map(([, label]) => ({
        label: [label.split(':')[0] ?? label],
        align: 'right' as const,
      })),
    ],
    rows: strategies.map((strategy) => [
      { text: [name(labelOf(strategy))] },
      ...kinds.map(([kind]) => {
        const found = strategy.measures[`effects.${effect}.${kind}`];
        if (found === undefined) return { text: [NOTHING], value: null };
        return { text: [interval(found, found.unit)], value: found.mean };
      }),
    ]),
  };
}
