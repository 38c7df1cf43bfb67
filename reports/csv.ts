/** CSV: measures as a tidy table, and every other table of the report, for whoever computes on. */
import type { ExperimentResult } from '../sim/index.js';
import { compose } from './document/compose.js';
import { plain } from './document/phrase.js';
import type { Cell, Table } from './document/table.js';
import { differenceOf } from './strategies.js';

export interface CsvFile {
  /** Without an ending. */
  readonly name: string;
  readonly content: string;
}

type Field = string | number | null;

const HEAD = [
  'strategy',
  'measure',
  'unit',
  'better',
  'mean',
  'low',
  'high',
  'difference',
  'difference_low',
  'difference_high',
  'p',
  'real',
  'verdict',
];

/** A row for every measure of every strategy: all that was measured, not only what the report shows. */
export function csvOf(result: ExperimentResult): string {
  const rows = result.strategies.flatMap((strategy) =>
    Object.entries(strategy.measures).map(
      ([measure, { unit, better, mean, low, high }]): Field[] => {
        const own = [strategy.strategy, measure, unit, better, mean, low, high];
        const difference = differenceOf(result, strategy, measure);
        if (difference === undefined) return [...own, null, null, null, null, null, null];
        const { mean: by, low: from, high: to, p, real, verdict } = difference;
        return [...own, by, from, to, p, String(real), verdict];
      },
    ),
  );
  return linesOf([HEAD, ...rows]);
}

/** Every table of the report as a file: objectives, measures, and the data of each figure. */
export function csvsOf(result: ExperimentResult): readonly CsvFile[] {
  const blocks = compose(result).sections.flatMap((section) => section.blocks);
  const tables = blocks.flatMap((block) => {
    if (block.kind === 'table') return [block.table];
    return block.kind === 'figures' ? block.figures.map(({ table }) => table) : [];
  });
  return tables.map((table) => ({ name: table.name, content: tableOf(table) }));
}

function tableOf({ columns, rows }: Table): string {
  const head = columns.map(({ label }) => plain(label));
  return linesOf([head, ...rows.map((row) => row.map(fieldOf))]);
}

/** The value behind the text, where there is one. */
function fieldOf({ text, value }: Cell): Field {
  return value === undefined ? plain(text) : value;
}

/** RFC 4180. */
function linesOf(rows: readonly (readonly Field[])[]): string {
  return rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');
}

function written(field: Field): string {
  if (field === null) return '';
  if (typeof field === 'number') return String(field);
  // A spreadsheet takes a text that begins like this for a formula, and would run it.
  const text = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
