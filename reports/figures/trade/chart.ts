/** The chart of the trade-off: a point for every strategy, with its name and its intervals. */
import { plain } from '../../document/phrase.js';
import { type ShownMeasure, shownValue } from '../../measures.js';
import { duration, share } from '../../numbers/quantity.js';
import { logTicks, titleOf, valueLabel } from '../axes.js';
import type { Chart, Layer, Row } from '../figure.js';
import type { Look } from '../look.js';
import { chosenOrBack, seriesScales } from '../series.js';
import { outermost, placed } from './labels.js';
import { spanAround } from './span.js';

const HEIGHT = 280;
/** Latencies that differ by more than this are shown on a logarithmic axis. */
const WIDE = 5;

interface Ends {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Point {
  readonly strategy: string;
  readonly cost: Ends;
  /** In milliseconds. */
  readonly latency: Ends;
  /** Share of the requests. */
  readonly success: number | null;
  /** Whether all objectives are met. */
  readonly met: boolean;
}

interface Trade {
  readonly points: readonly Point[];
  readonly labels: readonly string[];
  readonly price: ShownMeasure;
}

export function tradeChart({ points, labels, price }: Trade, look: Look): Chart {
  const axes = axesOf(points, price);
  const scales = seriesScales(labels, look.palette);
  return {
    datasets: { points: rowsOf(points, axes, price) },
    panels: [
      {
        name: 'trade-off',
        title: titleOf('p99', 'latency that 99 in 100 stay below'),
        height: HEIGHT,
        data: { name: 'points' },
        layer: [...bars(axes, scales), ...marks(axes, scales, look), ...names(axes, look)],
      },
    ],
  };
}

function axesOf(points: readonly Point[], { unit, label, suffix }: ShownMeasure) {
  const latencies = points.flatMap(({ latency: { low, mean, high } }) => [
    Math.max(low, mean / 3),
    mean,
    high,
  ]);
  const low = Math.min(...latencies);
  const high = Math.max(...latencies);
  // A logarithmic axis has no room for an answer that takes no time.
  const logarithmic = low > 0 && high / low > WIDE;
  const vertical: [number, number] = logarithmic ? [low / 1.4, high * 1.4] : spanAround(latencies);
  const factor = unit === 'share' ? 100 : 1;
  const horizontal = spanAround(points.map(({ cost }) => cost.mean * factor));
  const ticks = logarithmic ? { values: [...logTicks(vertical)] } : { tickCount: 5 };
  return {
    factor,
    logarithmic,
    vertical,
    horizontal,
    x: {
      type: 'quantitative' as const,
      scale: { domain: horizontal, nice: false, zero: false },
      axis: {
        title: plain(label) + (suffix === undefined ? '' : ` (${suffix.trim()})`),
        tickCount: 5,
        grid: true,
        labelExpr: valueLabel(suffix === undefined ? unit : 'count'),
      },
    },
    y: {
      type: 'quantitative' as const,
      scale: {
        type: logarithmic ? ('log' as const) : ('linear' as const),
        domain: vertical,
        nice: false,
      },
      axis: { title: null, labelExpr: valueLabel('duration'), ...ticks },
    },
  };
}

type Axes = ReturnType<typeof axesOf>;
type Scales = ReturnType<typeof seriesScales>;

function rowsOf(points: readonly Point[], axes: Axes, price: ShownMeasure): readonly Row[] {
  const { horizontal, factor } = axes;
  const middle = (horizontal[0] + horizontal[1]) / 2;
  const wanted = points.map(({ cost, latency }) => ({
    x: cost.mean * factor,
    y: pixelOf(latency.mean, axes),
  }));
  const width = horizontal[1] - horizontal[0];
  const pixels = placed(wanted, width, HEIGHT);
  const [least, most] = [outermost(wanted, width, 'least'), outermost(wanted, width, 'most')];
  return points.map(({ strategy, cost, latency, success, met }, index) => ({
    strategy,
    name: success === null ? strategy : `${strategy} · ${share(success)}`,
    x: cost.mean * factor,
    xLow: cost.low * factor,
    xHigh: cost.high * factor,
    y: latency.mean,
    yLow: latency.low,
    yHigh: latency.high,
    met,
    left: cost.mean * factor > middle,
    nameX: (cost.mean * factor > middle ? least : most)[index],
    nameY: pixels[index],
    tip: `${strategy}\np99 ${duration(latency.mean * 1e6)}\n${shownValue(price, cost.mean)}`,
  }));
}

function pixelOf(value: number, { vertical: [low, high], logarithmic }: Axes): number {
  const of = logarithmic ? Math.log : (each: number) => each;
  // Pixels are whole, so that the last bits of a logarithm do not show.
  return Math.round((1 - (of(value) - of(low)) / (of(high) - of(low))) * HEIGHT);
}

function bars({ x, y }: Axes, { colour }: Scales): readonly Layer[] {
  const mark = { type: 'rule', clip: true, strokeWidth: 1.25 } as const;
  const color = { field: 'strategy', type: 'nominal', scale: colour, legend: null } as const;
  const strokeOpacity = chosenOrBack(0.55, 0.1);
  return [
    {
      mark,
      encoding: {
        x: { ...x, field: 'x' },
        y: { ...y, field: 'yLow' },
        y2: { field: 'yHigh' },
        color,
        strokeOpacity,
      },
    },
    {
      mark,
      encoding: {
        x: { ...x, field: 'xLow' },
        x2: { field: 'xHigh' },
        y: { ...y, field: 'y' },
        color,
        strokeOpacity,
      },
    },
  ];
}

function marks({ x, y }: Axes, { colour, shape }: Scales, { live }: Look): readonly Layer[] {
  return [
    {
      mark: { type: 'point', size: 130, strokeWidth: 2 },
      encoding: {
        x: { ...x, field: 'x' },
        y: { ...y, field: 'y' },
        stroke: { field: 'strategy', type: 'nominal', scale: colour, legend: null },
        fill: { field: 'strategy', type: 'nominal', scale: colour, legend: null },
        fillOpacity: { condition: { test: "datum['met']", value: 1 }, value: 0 },
        opacity: chosenOrBack(1, 0.15),
        shape: { field: 'strategy', type: 'nominal', scale: shape, legend: null },
        ...(live ? { tooltip: { value: { expr: 'datum.tip' } } } : {}),
      },
    },
  ];
}

/** Names to the right of the left half's points, and to the left of the right half's. */
function names({ x }: Axes, { palette, width }: Look): readonly Layer[] {
  const name = (left: boolean, halo: boolean): Layer => ({
    transform: [{ filter: `datum.left === ${left}` }],
    mark: {
      type: 'text',
      align: left ? 'right' : 'left',
      baseline: 'middle',
      dx: left ? -12 : 12,
      limit: width * 0.45,
      fontSize: 12,
      // What lies behind a name must not cross it out.
      ...(halo ? { stroke: palette.surface, strokeWidth: 4 } : { fill: palette.text }),
    },
    encoding: {
      x: { ...x, field: 'nameX' },
      y: { field: 'nameY', type: 'quantitative', scale: null },
      text: { field: 'name', type: 'nominal' },
      opacity: chosenOrBack(1, 0.25),
    },
  });
  return [name(false, true), name(true, true), name(false, false), name(true, false)];
}
