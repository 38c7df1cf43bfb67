/** Strategies side by side: a column for each, in as many blocks as the terminal makes necessary. */
import { visibleWidth, wrapped } from './layout.js';
import { table } from './table.js';

export interface Column {
  readonly head: string;
  /** By row; a cell may have several lines. */
  readonly cells: readonly string[];
}

const GAP = 2;
/** Labels are not wrapped to less than that. */
const SHORT_LABEL = 14;

/** @param labels at the beginning of each row; wrapped where that saves a block. */
export function sideBySide(
  labels: readonly string[],
  columns: readonly Column[],
  width: number,
): string {
  const short = labels.map((label) => wrapped(label, SHORT_LABEL).join('\n'));
  const saves = blockCount(short, columns, width) < blockCount(labels, columns, width);
  const shown = saves ? short : labels;
  return blocksOf(columns, roomBeside(shown, width))
    .map((block) => drawn(shown, block))
    .join('\n');
}

/** In how many blocks the columns come. */
export function blockCount(
  labels: readonly string[],
  columns: readonly Column[],
  width: number,
): number {
  return blocksOf(columns, roomBeside(labels, width)).length;
}

function drawn(labels: readonly string[], block: readonly Column[]): string {
  const head = ['', ...block.map((column) => column.head)];
  const rows = labels.map((label, row) => [label, ...block.map(({ cells }) => cells[row] ?? '')]);
  return table([head, ...rows], ['left', ...block.map(() => 'right' as const)]);
}

function roomBeside(labels: readonly string[], width: number): number {
  return width - Math.max(0, ...labels.map(visibleWidth));
}

/** Neighbouring columns that fit the room, evenly spread; each block has at least one. */
function blocksOf(columns: readonly Column[], room: number): readonly (readonly Column[])[] {
  for (let count = 1; count < columns.length; count++) {
    const blocks = spread(columns, count);
    if (blocks.every((block) => widthOf(block) <= room)) return blocks;
  }
  return columns.map((column) => [column]);
}

function spread(columns: readonly Column[], count: number): readonly (readonly Column[])[] {
  return Array.from({ length: count }, (_, block) => {
    const from = Math.ceil((block * columns.length) / count);
    return columns.slice(from, Math.ceil(((block + 1) * columns.length) / count));
  });
}

function widthOf(block: readonly Column[]): number {
  const widths = block.map(({ head, cells }) => Math.max(...[head, ...cells].map(visibleWidth)));
  return widths.reduce((sum, width) => sum + GAP + width, 0);
}
