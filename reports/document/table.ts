/** Tables: text for people, and the values behind it for files that machines read. */
import type { Phrase } from './phrase.js';

export type Tone = 'good' | 'bad' | 'warn' | 'plain';

/** A second line in a cell. */
export interface Remark {
  readonly text: string;
  readonly tone: Tone;
}

export interface Cell {
  readonly text: Phrase;
  /** What stands behind the text, for files that machines read; without, the text itself. */
  readonly value?: number | null;
  readonly tone?: Tone;
  /** A second line: a comparison, an explanation. */
  readonly remark?: Remark;
}

export interface Column {
  readonly label: Phrase;
  /** Numbers stand right, words left. */
  readonly align: 'left' | 'right';
  readonly remark?: string;
}

/** A table; the first cell of each row is its head. */
export interface Table {
  readonly name: string;
  readonly title: Phrase;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A figure or circumstance with its name. */
export interface Fact {
  readonly label: string;
  readonly text: string;
}
