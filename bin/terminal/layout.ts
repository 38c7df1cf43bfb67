/** Layout: how wide the terminal is, and text made to fit. */
import { stripVTControlCharacters } from 'node:util';

/** Wider lines are hard to read, narrower ones cannot hold a table. */
const NARROWEST = 60;
const WIDEST = 160;
/** What everything has to fit where no terminal says how wide it is. */
const USUAL = 80;

export function terminalWidth(): number {
  const asked = Number(process.env['COLUMNS']) || USUAL;
  return Math.min(WIDEST, Math.max(NARROWEST, process.stdout.columns ?? asked));
}

/** The number of columns a text takes, colours aside. */
export function visibleWidth(text: string): number {
  return Math.max(
    0,
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => [...line].length),
  );
}

/** What keeps together with the number before it. */
const UNIT = String.raw`(?:ns|µs|ms|s|min|h|%|cores)(?![\p{L}\d])`;
const BETWEEN_WORDS = new RegExp(`(?<!\\d) +| +(?!${UNIT})`, 'u');

/** Text in lines of at most so many columns; words that are longer stay whole. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BETWEEN_WORDS)) {
    if (line !== '' && visibleWidth(line) + 1 + visibleWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Text that goes on below its beginning, after something that takes so many columns. */
export function hanging(text: string, indent: number, width: number): string {
  return wrapped(text, width - indent).join(`\n${' '.repeat(indent)}`);
}

/** A text cut off where the line ends. */
export function clipped(text: string, width: number): string {
  return visibleWidth(text) <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
