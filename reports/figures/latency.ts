/** Latency over time: how slow the slow requests and the usual ones are, slice by slice. */
import type { ExperimentResult } from '../../sim/index.js';
import { type Phrase, says } from '../document/phrase.js';
import { labelsOf } from '../strategies.js';
import { type Client, clientsOf } from './clients.js';
import { defineFigure, type Figure } from './figure.js';
import { timeDrawing } from './time/chart.js';
import type { Curves } from './time/curves.js';
import { type Frame, frameOf } from './time/frame.js';
import { isBanded } from './time/points.js';
import { story } from './time/story.js';
import { timeTable } from './time/table.js';

export const latency = defineFigure({
  kind: 'latency',
  section: 'time',
  of: (result) => clientsOf(result).flatMap((client) => latencyOf(result, client)),
});

const PERCENTILES = [
  { key: 'p99', subtitle: '99 in 100 are faster', height: 170 },
  { key: 'p50', subtitle: 'half are faster', height: 110 },
] as const;

function latencyOf(result: ExperimentResult, client: Client): readonly Figure[] {
  const frame = frameOf(result);
  const band = result.scenario.replications > 1;
  const curves = PERCENTILES.map(({ key, subtitle, height }): Curves => {
    const series = client.results.map(({ strategy, result: { timeline } }) => ({
      strategy,
      values: timeline[key],
      band,
    }));
    return {
      dataset: key,
      title: key,
      subtitle,
      unit: 'duration',
      series,
      logarithmic: true,
      height,
    };
  });
  if (!curves.some(isObserved)) return [];
  const name = `latency${client.suffix}`;
  const title = says`Latency${client.ofIt} over time`;
  return [
    {
      name,
      title,
      caption: captionOf(result, curves),
      words: wordsOf(curves, frame),
      table: timeTable({ name, title }, curves, frame),
      drawing: timeDrawing({ frame, labels: labelsOf(result), curves }),
      size: 'whole',
    },
  ];
}

function isObserved({ series }: Curves): boolean {
  return series.some(({ values }) => values.mean.some((value) => value !== null));
}

function captionOf({ scenario }: ExperimentResult, [first]: readonly Curves[]): string {
  const { replications } = scenario;
  const mean = replications > 1 ? `Mean of ${replications} replications` : 'A single replication';
  const bands = isBanded(first?.series ?? []) ? ', with 95 % bands' : '';
  return `Of the requests that succeeded, by when they were answered. ${mean}${bands}.`;
}

function wordsOf(curves: readonly Curves[], frame: Frame): readonly Phrase[] {
  return curves.flatMap(({ dataset, series, unit }) =>
    series.map((each) => says`${dataset} with ${story(each, unit, 'highest', frame)}`),
  );
}
