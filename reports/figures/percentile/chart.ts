/** The chart of percentile curves, with the objectives that limit them. */
import { logTicks, titleOf, valueLabel } from '../axes.js';
import type { Chart, Layer, Row } from '../figure.js';
import type { Look } from '../look.js';
import { chosenOrBack, seriesScales } from '../series.js';
import { NINES_LABEL, ninesTicks } from './nines.js';

const HEIGHT = 280;

/** A strategy's latencies, in milliseconds, along the axis of nines. */
export interface Curve {
  readonly strategy: string;
  readonly points: readonly { readonly share: number; readonly x: number; readonly ms: number }[];
}

/** An objective that limits a percentile. */
export interface Limit {
  readonly text: string;
  readonly x: number;
  readonly ms: number;
}

interface Curves {
  readonly curves: readonly Curve[];
  readonly limits: readonly Limit[];
  /** Of all strategies. */
  readonly labels: readonly string[];
}

export function percentileChart({ curves, limits, labels }: Curves, look: Look): Chart {
  const rows = curves.flatMap(({ strategy, points }) =>
    points.map(({ x, ms }) => ({ strategy, x, mean: ms })),
  );
  const axes = axesOf(
    rows.map(({ x }) => x),
    [...rows.map(({ mean }) => mean), ...limits.map(({ ms }) => ms)],
  );
  const { colour, dash } = seriesScales(labels, look.palette);
  const line: Layer = {
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      ...axes,
      color: { field: 'strategy', type: 'nominal', scale: colour, legend: null },
      strokeDash: { field: 'strategy', type: 'nominal', scale: dash, legend: null },
      strokeOpacity: chosenOrBack(1, 0.12),
    },
  };
  return {
    datasets: {
      percentiles: rows,
      limits: limits.map((limit) => ({ ...limit })),
      ...(look.live ? { probes: probes(curves) } : {}),
    },
    panels: [
      {
        name: 'percentiles',
        title: titleOf('latency', 'of the requests that succeeded'),
        height: HEIGHT,
        data: { name: 'percentiles' },
        layer: [
          line,
          ...(limits.length > 0 ? limitLayers(axes, look) : []),
          ...(look.live ? [probe(axes)] : []),
        ],
      },
    ],
  };
}

type Axes = ReturnType<typeof axesOf>;

function axesOf(xs: readonly number[], values: readonly number[]) {
  const end = Math.max(...xs);
  const known = values.filter((value) => value > 0);
  const domain: [number, number] = [Math.min(...known) / 1.1, Math.max(...known) * 1.25];
  const logarithmic = { type: 'log' as const, domain, ticks: [...logTicks(domain)] };
  // A logarithmic axis has no room for answers that take no time.
  const { ticks, ...scale } =
    known.length === 0 ? { type: 'linear' as const, domain: [0, 1], ticks: [0, 1] } : logarithmic;
  return {
    x: {
      field: 'x',
      type: 'quantitative' as const,
      scale: { domain: [Math.min(...xs), end] as [number, number], nice: false },
      axis: { title: null, grid: true, values: [...ninesTicks(end)], labelExpr: NINES_LABEL },
    },
    y: {
      field: 'mean',
      type: 'quantitative' as const,
      scale: { ...scale, nice: false },
      axis: { title: null, values: ticks, labelExpr: valueLabel('duration') },
    },
  };
}

/** A dashed rule at the limit, and a triangle where the curve has to be below it. */
function limitLayers({ x, y }: Axes, { palette, width }: Look): readonly Layer[] {
  const data = { name: 'limits' };
  const height = { ...y, field: 'ms' };
  return [
    {
      data,
      mark: { type: 'rule', stroke: palette.bad, strokeDash: [5, 4], strokeWidth: 1.25 },
      encoding: { y: height },
    },
    {
      data,
      mark: {
        type: 'point',
        shape: 'triangle-down',
        filled: true,
        fill: palette.bad,
        size: 70,
        opacity: 1,
        yOffset: -5,
      },
      encoding: { x, y: height },
    },
    {
      data,
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'top',
        dx: 4,
        dy: 4,
        fill: palette.bad,
        limit: width * 0.6,
      },
      encoding: { x: { value: 0 }, y: height, text: { field: 'text', type: 'nominal' } },
    },
  ];
}

/** Stripes around the points of the longest curve. */
function probes(curves: readonly Curve[]): readonly Row[] {
  const points = curves.reduce((a, b) => (b.points.length > a.points.length ? b : a)).points;
  return points.map(({ x }, index) => {
    const half = ((points[index + 1]?.x ?? x) - x) / 2;
    return { x, from: Math.max(0, x - half), to: x + half };
  });
}

function probe({ x }: Axes): Layer {
  return {
    name: 'probe-percentiles',
    data: { name: 'probes' },
    mark: { type: 'rect', opacity: 0, clip: true },
    encoding: {
      x: { ...x, field: 'from' },
      x2: { field: 'to' },
      tooltip: { value: { expr: "{ dataset: 'percentiles', x: datum.x }" } },
    },
  };
}
