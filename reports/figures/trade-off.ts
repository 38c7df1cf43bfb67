/** The trade-off: how fast each strategy's slow requests are, against what it costs. */
import type { ExperimentResult, MeasureResult } from '../../sim/index.js';
import { metBy } from '../answer/standing.js';
import { name, type Phrase, says } from '../document/phrase.js';
import type { Table } from '../document/table.js';
import { type ShownMeasure, shownInterval, shownMeasures, shownValue } from '../measures.js';
import { duration, NOTHING, share } from '../numbers/quantity.js';
import { labelOf, labelsOf } from '../strategies.js';
import { defineFigure, type Figure } from './figure.js';
import { type Point, tradeChart } from './trade/chart.js';
import { priceOf } from './trade/price.js';

export const tradeOff = defineFigure({
  kind: 'trade-off',
  section: 'trade',
  of: (result) => {
    const price = priceOf(result);
    const delay = shownMeasures(result).find(({ measure }) => measure === 'p99');
    if (price === null || delay === undefined) return [];
    const points = pointsOf(result, price);
    return points.length < 2 ? [] : [tradeOffOf(result, points, price, delay)];
  },
});

function tradeOffOf(
  result: ExperimentResult,
  points: readonly Point[],
  price: ShownMeasure,
  delay: ShownMeasure,
): Figure {
  const title = says`Latency against ${price.noun}`;
  return {
    name: 'trade-off',
    title,
    caption: captionOf(result),
    words: points.map((point) => worded(point, price)),
    table: tableOf({ name: 'trade-off', title }, result, [price, delay]),
    drawing: {
      kind: 'chart',
      legend: { of: 'strategies', labels: labelsOf(result) },
      probed: [],
      chart: (look) => tradeChart({ points, labels: labelsOf(result), price }, look),
    },
    size: 'half',
  };
}

function captionOf({ scenario }: ExperimentResult): string {
  const sentences = [
    'Lower left is better; beside each name, the share of requests answered well.',
    scenario.replications > 1 ? 'Bars are 95 % intervals.' : '',
    scenario.objectives.length > 0 ? 'Hollow: misses an objective.' : '',
  ];
  return sentences.filter((each) => each !== '').join(' ');
}

/** Strategies that have both measures. */
function pointsOf(
  { strategies, scenario }: ExperimentResult,
  price: ShownMeasure,
): readonly Point[] {
  return strategies.flatMap((strategy) => {
    const cost = ends(strategy.measures[price.measure], 1);
    const latency = ends(strategy.measures.p99, 1e-6);
    if (cost === null || latency === null) return [];
    const strategyName = labelOf(strategy);
    const met = metBy(strategy) === scenario.objectives.length;
    const success = strategy.measures.success?.mean ?? null;
    return [{ strategy: strategyName, cost, latency, success, met }];
  });
}

function ends(measure: MeasureResult | undefined, factor: number): Point['cost'] | null {
  const mean = measure?.mean ?? null;
  if (mean === null || !Number.isFinite(mean)) return null;
  const scaled = (value: number | null | undefined) =>
    Number(((value ?? mean) * factor).toPrecision(6));
  return { mean: scaled(mean), low: scaled(measure?.low), high: scaled(measure?.high) };
}

function worded({ strategy, cost, latency, success, met }: Point, price: ShownMeasure): Phrase {
  const judgement = met ? '' : ', missing an objective';
  const at = shownValue(price, cost.mean);
  return says`${name(strategy)}: p99 ${duration(latency.mean * 1e6)} at ${price.noun} ${at}, ${share(success)} answered well${judgement}`;
}

function tableOf(
  table: Pick<Table, 'name' | 'title'>,
  { strategies }: ExperimentResult,
  measures: readonly ShownMeasure[],
): Table {
  return {
    ...table,
    columns: [
      { label: says`strategy`, align: 'left' },
      ...measures.map(({ label }) => ({ label, align: 'right' as const })),
    ],
    rows: strategies.map((strategy) => [
      { text: [name(labelOf(strategy))] },
      ...measures.map((shown) => {
        const found = strategy.measures[shown.measure];
        const text = found === undefined ? NOTHING : shownInterval(shown, found);
        return { text: [text], value: found?.mean ?? null };
      }),
    ]),
  };
}
