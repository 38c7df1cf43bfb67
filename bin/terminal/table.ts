/** Tables without lines: columns apart by two spaces, words to the left and numbers to the right. */
import Table from 'cli-table3';

type Align = 'left' | 'right';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows of cells; a cell may have several lines. */
export function table(
  rows: readonly (readonly string[])[],
  aligns: readonly Align[],
  indent = 0,
): string {
  const drawn = new Table({
    chars: NO_LINES,
    colAligns: [...aligns],
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  drawn.push(...rows.map((row) => [...row]));
  const margin = ' '.repeat(indent);
  const lines = rows.length === 0 ? [] : drawn.toString().split('\n');
  return lines.map((line) => `${(margin + line).trimEnd()}\n`).join('');
}
