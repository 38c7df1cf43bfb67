/** The percentile curve: how slow the slowest tenth, hundredth, thousandth of the requests are. */
import type { ExperimentResult } from '../../sim/index.js';
import { name, type Phrase, says } from '../document/phrase.js';
import type { Table } from '../document/table.js';
import { duration, share } from '../numbers/quantity.js';
import { latencyLimits } from '../objectives.js';
import { labelsOf } from '../strategies.js';
import { type Client, clientsOf } from './clients.js';
import { defineFigure, type Figure } from './figure.js';
import { type Curve, type Limit, percentileChart } from './percentile/chart.js';
import { nines } from './percentile/nines.js';

export const percentiles = defineFigure({
  kind: 'percentiles',
  section: 'trade',
  of: (result) => clientsOf(result).flatMap((client) => percentilesOf(result, client)),
});

/** Shares that people ask for. */
const ASKED = [0.5, 0.9, 0.99, 0.999, 0.9999];
/** Points of the curve lie 0.05 nines apart. */
const CLOSE = 0.025;
function percentilesOf(result: ExperimentResult, client: Client): readonly Figure[] {
  const curves = client.results.map(
    ({ strategy, result: { curve } }): Curve => ({
      strategy,
      // The fastest request of all says nothing, and would take half of the axis.
      points: curve.slice(1).map(([at, nanoseconds]) => ({
        share: at,
        x: nines(at),
        ms: Number((nanoseconds / 1e6).toPrecision(5)),
      })),
    }),
  );
  if (curves.every(({ points }) => points.length < 2)) return [];
  const limits = limitsOf(result, client);
  const labels = labelsOf(result);
  const id = `percentiles${client.suffix}`;
  const title = says`Latency${client.ofIt} by percentile`;
  return [
    {
      name: id,
      title,
      caption: captionOf(result, limits),
      words: curves.map(worded),
      table: tableOf({ name: id, title }, curves),
      drawing: {
        kind: 'chart',
        legend: labels.length > 1 ? { of: 'strategies', labels } : null,
        probed: [
          {
            dataset: 'percentiles',
            title: 'latency',
            subtitle: '',
            unit: 'duration',
            along: 'nines',
          },
        ],
        chart: (look) => percentileChart({ curves, limits, labels }, look),
      },
      size: 'half',
    },
  ];
}

/** Limits that hold for this client. */
function limitsOf(result: ExperimentResult, client: Client): readonly Limit[] {
  return latencyLimits(result)
    .filter((limit) => limit.client === client.name || (limit.client === '' && client.only))
    .map(({ text, share: at, nanoseconds }) => ({ text, x: nines(at), ms: nanoseconds / 1e6 }));
}

function captionOf({ scenario }: ExperimentResult, limits: readonly Limit[]): string {
  const runs = scenario.replications > 1 ? ' of all replications together' : '';
  const rule =
    limits.length > 0 ? ' The curve meets an objective where it passes below its triangle.' : '';
  return `Each step to the right is one nine more: of the requests that succeeded${runs}.${rule}`;
}

function worded({ strategy, points }: Curve): Phrase {
  const asked = ASKED.flatMap((wanted) => {
    const point = points.find(({ x }) => Math.abs(x - nines(wanted)) < CLOSE);
    return point === undefined ? [] : [`${share(wanted)} within ${duration(point.ms * 1e6)}`];
  });
  if (asked.length === 0) return says`${name(strategy)}: nothing succeeded`;
  return says`${name(strategy)}: ${asked.join(', ')}`;
}

function tableOf(table: Pick<Table, 'name' | 'title'>, curves: readonly Curve[]): Table {
  const longest = curves.reduce((a, b) => (b.points.length > a.points.length ? b : a));
  return {
    ...table,
    columns: [
      { label: says`percentile`, align: 'left' },
      ...curves.map(({ strategy }) => ({ label: [name(strategy)], align: 'right' as const })),
    ],
    rows: longest.points.map(({ share: at }, index) => [
      { text: [share(at)], value: at },
      ...curves.map(({ points }) => {
        const value = points[index] === undefined ? null : points[index].ms * 1e6;
        return { text: [duration(value)], value };
      }),
    ]),
  };
}
