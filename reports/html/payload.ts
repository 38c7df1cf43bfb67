/** The payload: what a page tells its script, packed small. */
import type { Probed } from '../figures/figure.js';

/** Rows as columns: a key is written once and not in every row. */
export type Columns = Readonly<Record<string, Column>>;

/** The values of a column, or runs of equal ones: a value and how often it comes. */
export type Column =
  | readonly unknown[]
  | { readonly runs: readonly (readonly [unknown, number])[] };

/** A Vega specification whose data are columns. */
export interface PackedSpec {
  readonly data?: readonly PackedData[];
  readonly [property: string]: unknown;
}

export interface PackedData {
  readonly name: string;
  readonly columns?: Columns;
  readonly [property: string]: unknown;
}

export interface LiveFigure {
  readonly name: string;
  readonly spec: PackedSpec;
  readonly probed: readonly Probed[];
}

export interface Payload {
  readonly figures: readonly LiveFigure[];
  /** Strategies, in the order of their colours. */
  readonly labels: readonly string[];
  /** Seconds of simulated time. */
  readonly span: number;
}

type Row = Readonly<Record<string, unknown>>;

export function packed(rows: readonly Row[]): Columns {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(keys.map((key) => [key, column(rows.map((row) => row[key] ?? null))]));
}

export function unpacked(columns: Columns): Row[] {
  const entries = Object.entries(columns).map(([key, values]) => [key, valuesOf(values)] as const);
  const length = Math.max(0, ...entries.map(([, values]) => values.length));
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(entries.map(([key, values]) => [key, values[index]])),
  );
}

function column(values: readonly unknown[]): Column {
  const runs: [unknown, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === value) last[1]++;
    else runs.push([value, 1]);
  }
  return runs.length * 2 < values.length ? { runs } : values;
}

function valuesOf(column: Column): readonly unknown[] {
  if (!('runs' in column)) return column;
  return column.runs.flatMap(([value, times]) => new Array<unknown>(times).fill(value));
}
