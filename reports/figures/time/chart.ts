/** Charts over time: panels of curves and strips under one another, sharing their time and shade. */
import type { Chart, ChartDrawing, Datasets, Panel } from '../figure.js';
import type { Look } from '../look.js';
import { type Curves, curvesPanel } from './curves.js';
import { type Frame, moments } from './frame.js';
import { CHART_UNITS, pointsOf } from './points.js';
import { shadeData } from './shade.js';

/** A panel below the curves. */
export interface Below {
  readonly datasets: Datasets;
  readonly panel: (look: Look) => Panel;
}

export interface TimeChart {
  readonly frame: Frame;
  readonly labels: readonly string[];
  readonly curves: readonly Curves[];
  readonly below?: Below;
}

export function timeDrawing(time: TimeChart): ChartDrawing {
  return {
    kind: 'chart',
    legend: time.labels.length > 1 ? { of: 'strategies', labels: time.labels } : null,
    probed: time.curves.map(({ dataset, title, subtitle, unit }) => ({
      dataset,
      title,
      subtitle,
      unit,
      along: 'time',
    })),
    chart: (look) => timeChart(time, look),
  };
}

function timeChart({ frame, labels, curves, below }: TimeChart, look: Look): Chart {
  const slices = Math.max(...curves.flatMap(({ series }) => series.map(lengthOf)));
  const points = curves.map(({ dataset, series, unit }) => [
    dataset,
    pointsOf(series, CHART_UNITS[unit], frame),
  ]);
  return {
    datasets: {
      ...shadeData(frame),
      ...(look.live ? { moments: moments(frame, slices) } : {}),
      ...Object.fromEntries(points),
      ...below?.datasets,
    },
    panels: [
      ...curves.map((each, index) =>
        curvesPanel(
          each,
          {
            frame,
            labels,
            first: index === 0,
            last: index === curves.length - 1 && below === undefined,
          },
          look,
        ),
      ),
      ...(below === undefined ? [] : [below.panel(look)]),
    ],
  };
}

function lengthOf({ values }: Curves['series'][number]): number {
  return values.mean.length;
}
