/** The legend of a picture that stands alone: names beside a piece of their line, in even columns. */
import type { Chart, Layer, Legend, Panel, Row } from '../figures/figure.js';
import type { Look } from '../figures/look.js';
import { partColours, seriesScales } from '../figures/series.js';

const ROW = 20;
/** Length of the piece of line, and room between it and the name, and to the next column. */
const [LINE, GAP, APART] = [30, 8, 24];
/** Longer names are cut off in pictures; tables have them in full. */
const LONGEST = 260;

/** A chart with its legend on top, where it needs one. */
export function withLegend(chart: Chart, legend: Legend | null, look: Look): Chart {
  if (!look.alone || legend === null) return chart;
  return {
    datasets: { ...chart.datasets, legend: places(legend.labels, look.width) },
    panels: [panel(legend, look), ...chart.panels],
  };
}

function places(labels: readonly string[], width: number): readonly Row[] {
  const longest = Math.max(...labels.map((label) => Math.min(LONGEST, label.length * 7.2)));
  const column = LINE + GAP + longest + APART;
  const columns = Math.max(1, Math.floor((width + APART) / column));
  return labels.map((label, index) => {
    const from = (index % columns) * column;
    const y = (Math.floor(index / columns) + 0.5) * ROW;
    return { label, from, to: from + LINE, middle: from + LINE / 2, name: from + LINE + GAP, y };
  });
}

function panel({ of, labels }: Legend, look: Look): Panel {
  const rows = places(labels, look.width);
  const text: Layer = {
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 12, limit: LONGEST },
    encoding: { x: at('name'), y: at('y'), text: { field: 'label', type: 'nominal' } },
  };
  return {
    name: 'legend',
    height: ROW * (1 + Math.max(...rows.map(({ y }) => Math.floor((y as number) / ROW)))),
    data: { name: 'legend' },
    layer: [...(of === 'parts' ? blocks(labels, look) : lines(labels, look)), text],
  };
}

function blocks(labels: readonly string[], { palette }: Look): readonly Layer[] {
  const scale = partColours(labels, palette);
  return [
    {
      mark: { type: 'point', shape: 'square', filled: true, size: 150, opacity: 1 },
      encoding: {
        x: at('middle'),
        y: at('y'),
        color: { field: 'label', type: 'nominal', scale, legend: null },
      },
    },
  ];
}

function lines(labels: readonly string[], { palette }: Look): readonly Layer[] {
  const { colour, dash, shape } = seriesScales(labels, palette);
  const drawn = { field: 'label', type: 'nominal', scale: colour, legend: null } as const;
  return [
    {
      mark: { type: 'rule', strokeWidth: 2.25 },
      encoding: {
        x: at('from'),
        x2: { field: 'to' },
        y: at('y'),
        color: drawn,
        strokeDash: { ...drawn, scale: dash },
      },
    },
    {
      mark: { type: 'point', filled: true, size: 64, opacity: 1 },
      encoding: { x: at('middle'), y: at('y'), color: drawn, shape: { ...drawn, scale: shape } },
    },
  ];
}

/** A position in pixels. */
function at(field: string) {
  return { field, type: 'quantitative', scale: null } as const;
}
