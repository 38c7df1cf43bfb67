/** Shade: faults and the warm-up behind the curves, named in the topmost panel. */
import type { Layer, Row } from '../figure.js';
import type { Look } from '../look.js';
import type { Frame } from './frame.js';
import type { TimeX } from './time-axis.js';

/** Lines of a label, in pixels. */
const LANE = 13;

/** Datasets that the shade draws. */
export function shadeData({ faults, warmup, span }: Frame): Record<string, readonly Row[]> {
  return {
    faults: faults.map(({ label, from, to, lane }) => {
      // Near the right end there is room only to the left.
      const late = from > 0.75 * span;
      return { label, from, to, lane: (lane + 1) * LANE, early: !late, late };
    }),
    warmup: warmup > 0 ? [{ from: 0, to: Math.min(warmup, span) }] : [],
  };
}

/** The ground of a panel; its x axis is that of the panel. */
export function shade(frame: Frame, look: Look, x: TimeX, named: boolean): readonly Layer[] {
  const { palette } = look;
  const warmup = frame.warmup > 0 ? [stretch('warmup', palette.muted, 0.09, x)] : [];
  const faults = frame.faults.length > 0 ? [stretch('faults', palette.fault, 0.13, x)] : [];
  if (!named) return [...warmup, ...faults];
  return [
    ...warmup,
    ...(warmup.length > 0 ? [warmupLabel(palette.muted, x)] : []),
    ...faults,
    ...(faults.length > 0 ? sides.map((side) => faultLabel(palette.fault, side, x)) : []),
  ];
}

function stretch(dataset: string, fill: string, fillOpacity: number, x: TimeX): Layer {
  return {
    data: { name: dataset },
    mark: { type: 'rect', fill, fillOpacity },
    encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' } },
  };
}

/** Where there is room for a label: to the right of where a fault begins, or to its left. */
const sides = ['early', 'late'] as const;

function faultLabel(fill: string, side: (typeof sides)[number], x: TimeX): Layer {
  const early = side === 'early';
  return {
    data: { name: 'faults' },
    transform: [{ filter: `datum.${side}` }],
    mark: {
      type: 'text',
      align: early ? 'left' : 'right',
      baseline: 'bottom',
      dx: early ? 4 : -4,
      limit: 220,
      fill,
      fontWeight: 600,
    },
    encoding: {
      x: { ...x, field: 'from' },
      y: { field: 'lane', type: 'quantitative', scale: null },
      text: { field: 'label', type: 'nominal' },
    },
  };
}

function warmupLabel(fill: string, x: TimeX): Layer {
  return {
    data: { name: 'warmup' },
    mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 4, fill },
    encoding: { x: { ...x, field: 'from' }, y: { value: LANE }, text: { value: 'warm-up' } },
  };
}
