/** Failures: which share of the requests failed, how, and who said no. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { listed, name, type Phrase, says } from '../document/phrase.js';
import type { Cell, Table } from '../document/table.js';
import { significant } from '../numbers/digits.js';
import { share } from '../numbers/quantity.js';
import { labelOf, labelsOf } from '../strategies.js';
import { type Bars, barData, barPanel } from './bars.js';
import { defineFigure, type Figure } from './figure.js';

/** So many reasons have a colour of their own; the rest are taken together. */
const NAMED = 7;
const REST = 'other reasons';

export const failures = defineFigure({
  kind: 'failures',
  section: 'losses',
  of: (result) => {
    const tallies = result.strategies.map(tallyOf);
    return tallies.every(({ reasons }) => reasons.size === 0) ? [] : [failuresOf(result, tallies)];
  },
});

/** A strategy's failures by reason, as shares of all requests. */
interface Tally {
  readonly strategy: string;
  readonly sent: number;
  readonly reasons: ReadonlyMap<string, number>;
}

function tallyOf(strategy: StrategyResult): Tally {
  const clients = Object.values(strategy.clients);
  const sent = clients.reduce((sum, client) => sum + client.sent, 0);
  const reasons = new Map<string, number>();
  for (const { fault, by, count } of clients.flatMap((client) => client.failures)) {
    const reason = by === '' ? fault : `${fault}, by ${by}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + count / sent);
  }
  return { strategy: labelOf(strategy), sent, reasons };
}

function failuresOf(result: ExperimentResult, tallies: readonly Tally[]): Figure {
  const reasons = commonest(tallies);
  const named = reasons.slice(0, NAMED);
  const parts = reasons.length > NAMED ? [...named, REST] : named;
  const bars: Bars = {
    dataset: 'failures',
    title: 'share of the requests',
    strategies: labelsOf(result),
    parts,
    rows: tallies.flatMap((tally) => parts.flatMap((part) => partOf(tally, part, named))),
    unit: 'share',
    total: (strategy) => {
      const tally = tallies.find((each) => each.strategy === strategy);
      return share(tally === undefined ? null : sumOf([...tally.reasons.values()]));
    },
  };
  const title = says`Failures, and who said no`;
  return {
    name: 'failures',
    title,
    caption: 'Requests that failed, by fault and by who gave it, as a share of all.',
    words: tallies.map(worded),
    table: tableOf({ name: 'failures', title }, tallies, reasons),
    drawing: {
      kind: 'chart',
      legend: { of: 'parts', labels: parts },
      probed: [],
      chart: (look) => ({ datasets: barData(bars), panels: [barPanel(bars, look)] }),
    },
    size: 'half',
  };
}

/** Reasons of all strategies, the commonest first. */
function commonest(tallies: readonly Tally[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const { reasons } of tallies) {
    for (const [reason, value] of reasons) sums.set(reason, (sums.get(reason) ?? 0) + value);
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([reason]) => reason);
}

function partOf({ strategy, reasons }: Tally, part: string, named: readonly string[]) {
  const value =
    part === REST
      ? sumOf([...reasons].filter(([reason]) => !named.includes(reason)).map(([, each]) => each))
      : (reasons.get(part) ?? 0);
  if (value === 0) return [];
  return [
    {
      strategy,
      part,
      value: Number((value * 100).toPrecision(6)),
      tip: `${strategy}\n${part}\n${share(value)}`,
    },
  ];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function worded({ strategy, reasons }: Tally): Phrase {
  if (reasons.size === 0) return says`${name(strategy)}: nothing failed`;
  const each = [...reasons].map(([reason, value]) => says`${share(value)} ${name(reason)}`);
  return says`${name(strategy)}: ${share(sumOf([...reasons.values()]))} failed: ${listed(each)}`;
}

function tableOf(
  table: Pick<Table, 'name' | 'title'>,
  tallies: readonly Tally[],
  reasons: readonly string[],
): Table {
  const cell = ({ reasons: own, sent }: Tally, reason: string): Cell => {
    const value = own.get(reason) ?? 0;
    const remark = {
      text: `${significant(value * sent)} of ${significant(Math.round(sent))}`,
      tone: 'plain',
    } as const;
    return { text: [share(value)], value, ...(value === 0 ? {} : { remark }) };
  };
  return {
    ...table,
    columns: [
      { label: says`fault, and who gave it`, align: 'left' },
      ...tallies.map(({ strategy }) => ({ label: [name(strategy)], align: 'right' as const })),
    ],
    rows: reasons.map((reason) => [
      { text: [name(reason)] },
      ...tallies.map((tally) => cell(tally, reason)),
    ]),
  };
}
