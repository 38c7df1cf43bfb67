/** Series: each strategy has a colour, a dash and a shape, so that none is told by colour alone. */
import type { Palette } from '../drawing/palette.js';

const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [7, 3],
  [2, 2],
  [9, 3, 2, 3],
  [4, 2],
  [12, 4],
  [2, 4],
];

const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
] as const;

/** How the strategy at an index is drawn. */
export interface Mark {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly shape: string;
}

export function markOf(index: number, { series }: Palette): Mark {
  const round = Math.floor(index / series.length);
  return {
    colour: at(series, index),
    // A colour that comes round again comes with another dash.
    dash: at(DASHES, index + round),
    shape: at(SHAPES, index + round),
  };
}

/** Scales from the names of strategies to how they are drawn. */
export function seriesScales(labels: readonly string[], palette: Palette) {
  const marks = labels.map((_, index) => markOf(index, palette));
  const scale = <T>(range: T[]) => ({ domain: [...labels], range });
  return {
    colour: scale(marks.map(({ colour }) => colour)),
    dash: scale(marks.map(({ dash }) => [...dash])),
    shape: scale(marks.map(({ shape }) => shape)),
  };
}

/** An opacity: when a strategy is chosen in a legend of the page, all others step back. */
export function chosenOrBack(full: number, back: number) {
  const test = "chosen !== null && chosen !== datum['strategy']";
  return { condition: { test, value: back }, value: full };
}

/** Colours for the parts of a whole, the alarming ones first. */
export function partColours(labels: readonly string[], { series }: Palette) {
  return { domain: [...labels], range: labels.map((_, index) => at(series, at(PARTS, index))) };
}

const PARTS = [1, 4, 3, 5, 0, 2, 6, 7];

function at<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}
