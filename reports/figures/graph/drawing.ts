/** The drawing of a call graph: boxes in layers, curves between them, as an SVG element. */
import { escapeMarkup } from '../../document/escape.js';
import type { Palette } from '../../drawing/palette.js';
import type { Way } from '../figure.js';
import type { Look } from '../look.js';
import type { Graph, Node } from './graph.js';
import { type Layered, layered, type Route } from './layers.js';

/** Of boxes, and between them; along the way of calls and across it. */
const BOX = { width: 132, height: 46 };
const GAP = { across: { along: 74, beside: 18 }, down: { along: 44, beside: 14 } };
const MARGIN = 8;
/** Longer names are cut off; the table has them in full. */
const LETTERS = 17;

interface Spot {
  readonly x: number;
  readonly y: number;
}

export function drawGraph(graph: Graph, { palette, alone }: Look, way: Way): string {
  const layout = layered(graph);
  const { spots, width, height } = placed(layout, way);
  const routes = layout.routes.map((route) => curve(route, spots, palette, way));
  const boxes = graph.nodes.map((node) => box(node, spots.get(node.name) as Spot, palette));
  const arrow = `<marker id="arrow-${way}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0.5L8,4L0,7.5z" fill="${palette.axis}"/></marker>`;
  // A picture of its own has a ground of its own.
  const ground = alone
    ? `<rect width="${width}" height="${height}" fill="${palette.surface}"/>`
    : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="graph ${way}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="12">` +
    `<defs>${arrow}</defs>${ground}${routes.join('')}${boxes.join('')}</svg>`
  );
}

/** The middle of every slot. */
function placed({ layers }: Layered, way: Way) {
  const { along, beside } = GAP[way];
  const [length, breadth] = way === 'across' ? [BOX.width, BOX.height] : [BOX.height, BOX.width];
  const most = Math.max(1, ...layers.map((layer) => layer.length));
  const whole = most * (breadth + beside) - beside;
  const spots = new Map<string, Spot>();
  for (const [depth, layer] of layers.entries()) {
    const first = (whole - (layer.length * (breadth + beside) - beside)) / 2;
    for (const [index, { id }] of layer.entries()) {
      const a = MARGIN + depth * (length + along) + length / 2;
      const b = MARGIN + first + index * (breadth + beside) + breadth / 2;
      spots.set(id, way === 'across' ? { x: a, y: b } : { x: b, y: a });
    }
  }
  const a = 2 * MARGIN + layers.length * (length + along) - along;
  const b = 2 * MARGIN + whole;
  return { spots, width: way === 'across' ? a : b, height: way === 'across' ? b : a };
}

function curve(
  { slots, edge, backwards }: Route,
  spots: ReadonlyMap<string, Spot>,
  palette: Palette,
  way: Way,
): string {
  const points = slots.map((id) => spots.get(id) as Spot);
  const ends = points.map((spot, index) => ({
    // A route leaves a box at its far side and enters one at its near side; bends have no sides.
    out: index === 0 ? side(spot, way, 1) : spot,
    in: index === points.length - 1 ? side(spot, way, -1) : spot,
  }));
  const first = ends[0]?.out as Spot;
  const pieces = ends.slice(1).map(({ in: to }, index) => {
    const from = ends[index]?.out as Spot;
    const [a, b] = way === 'across' ? [(from.x + to.x) / 2, 0] : [0, (from.y + to.y) / 2];
    return way === 'across'
      ? `C${a},${from.y} ${a},${to.y} ${to.x},${to.y}`
      : `C${from.x},${b} ${to.x},${b} ${to.x},${to.y}`;
  });
  const dash = edge.asynchronous ? ' stroke-dasharray="5 4"' : '';
  const arrow = backwards ? 'marker-start' : 'marker-end';
  return `<path d="M${first.x},${first.y}${pieces.join('')}" fill="none" stroke="${palette.axis}" stroke-width="1.5"${dash} ${arrow}="url(#arrow-${way})"/>`;
}

function side({ x, y }: Spot, way: Way, direction: 1 | -1): Spot {
  return way === 'across'
    ? { x: x + (direction * BOX.width) / 2, y }
    : { x, y: y + (direction * BOX.height) / 2 };
}

function box({ name, kind, note, struck }: Node, { x, y }: Spot, palette: Palette): string {
  const radius = { client: BOX.height / 2, service: 7, broker: 2 }[kind];
  const stroke = struck ? palette.fault : kind === 'client' ? palette.accent : palette.axis;
  const rect = `<rect x="${x - BOX.width / 2}" y="${y - BOX.height / 2}" width="${BOX.width}" height="${BOX.height}" rx="${radius}" fill="${palette.surface}" stroke="${stroke}" stroke-width="${struck ? 2.5 : 1.25}"/>`;
  const label = name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name;
  const texts =
    note === ''
      ? text(label, x, y + 4, palette.text, 600)
      : text(label, x, y - 3, palette.text, 600) + text(note, x, y + 14, palette.muted, 400);
  return rect + (kind === 'broker' ? slots({ x, y }, palette) : '') + texts;
}

/** Messages in line, at the right end of a broker. */
function slots({ x, y }: Spot, palette: Palette): string {
  const right = x + BOX.width / 2;
  const lines = [6, 12, 18].map((left) => `M${right - left},${y - BOX.height / 2}v${BOX.height}`);
  return `<path d="${lines.join('')}" stroke="${palette.grid}" stroke-width="1.5"/>`;
}

function text(words: string, x: number, y: number, fill: string, weight: number): string {
  const size = weight === 400 ? ' font-size="10.5"' : '';
  return `<text x="${x}" y="${y}" text-anchor="middle" fill="${fill}" font-weight="${weight}"${size}>${escapeMarkup(words)}</text>`;
}
