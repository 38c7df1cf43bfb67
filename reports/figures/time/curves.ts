/** Curves: one panel over time, a line per strategy, with bands where replications give intervals. */
import { titleOf, valueLabel } from '../axes.js';
import type { Layer, Panel, Probed } from '../figure.js';
import type { Look } from '../look.js';
import { chosenOrBack, seriesScales } from '../series.js';
import type { Frame } from './frame.js';
import { isBanded, type Series } from './points.js';
import { shade } from './shade.js';
import { type TimeX, timeX } from './time-axis.js';
import { valueScale } from './value-scale.js';

/** What a panel over time shows. */
export interface Curves extends Omit<Probed, 'along'> {
  readonly series: readonly Series[];
  readonly logarithmic?: boolean;
  readonly height: number;
}

/** Where the panel stands. */
export interface Place {
  readonly frame: Frame;
  /** Of all strategies, so that each looks the same in every panel. */
  readonly labels: readonly string[];
  readonly first: boolean;
  readonly last: boolean;
}

export function curvesPanel(curves: Curves, place: Place, look: Look): Panel {
  const { frame, first, last } = place;
  const x = timeX(frame, last);
  const banded = isBanded(curves.series);
  const scales = seriesScales(place.labels, look.palette);
  return {
    name: curves.dataset,
    title: titleOf(curves.title, curves.subtitle),
    height: curves.height,
    data: { name: curves.dataset },
    layer: [
      ...shade(frame, look, x, first),
      ...(banded ? [band(curves, x, scales)] : []),
      line(curves, x, scales),
      ...(look.live ? [probe(curves.dataset, x)] : []),
    ],
  };
}

type Scales = ReturnType<typeof seriesScales>;

function band(curves: Curves, x: TimeX, { colour }: Scales): Layer {
  return {
    mark: { type: 'area', clip: true },
    encoding: {
      x: { ...x, field: 'x' },
      y: { ...valueY(curves), field: 'low' },
      y2: { field: 'high' },
      fill: { field: 'strategy', type: 'nominal', scale: colour, legend: null },
      fillOpacity: chosenOrBack(0.16, 0.03),
    },
  };
}

function line(curves: Curves, x: TimeX, { colour, dash }: Scales): Layer {
  return {
    mark: { type: 'line', clip: true },
    encoding: {
      x: { ...x, field: 'x' },
      y: { ...valueY(curves), field: 'mean' },
      color: { field: 'strategy', type: 'nominal', scale: colour, legend: null },
      strokeDash: { field: 'strategy', type: 'nominal', scale: dash, legend: null },
      strokeOpacity: chosenOrBack(1, 0.12),
    },
  };
}

function valueY(curves: Curves) {
  const { scale, ticks } = valueScale(curves);
  return {
    type: 'quantitative' as const,
    scale,
    axis: {
      title: null,
      labelExpr: valueLabel(curves.unit, scale.domain[1]),
      ...(ticks === undefined ? { tickCount: 3 } : { values: [...ticks] }),
    },
  };
}

/** An invisible stripe for every slice: where the pointer is, the tooltip tells the moment. */
function probe(dataset: string, x: TimeX): Layer {
  return {
    name: `probe-${dataset}`,
    data: { name: 'moments' },
    mark: { type: 'rect', opacity: 0 },
    encoding: {
      x: { ...x, field: 'from' },
      x2: { field: 'to' },
      tooltip: { value: { expr: `{ dataset: '${dataset}', x: datum.x }` } },
    },
  };
}
