/** The document: what every report says, before it is HTML, Markdown or anything else. */
import type { Figure } from '../figures/figure.js';
import type { Phrase } from './phrase.js';
import type { Score, Windows } from './scores.js';
import type { Fact, Table } from './table.js';

export type Block =
  /** The answer in short. */
  | { readonly kind: 'lead'; readonly sentence: Phrase }
  | { readonly kind: 'sentences'; readonly sentences: readonly Phrase[] }
  | { readonly kind: 'scores'; readonly scores: readonly Score[]; readonly windows: Windows }
  | { readonly kind: 'note'; readonly text: Phrase }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'figures'; readonly figures: readonly Figure[] }
  | { readonly kind: 'changes'; readonly changes: readonly Changes[] }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] };

/** What a strategy changes in the scenario. */
export interface Changes {
  readonly strategy: string;
  readonly lines: readonly string[];
}

export interface Section {
  /** Of its anchor. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface Document {
  readonly title: string;
  readonly question: string;
  /** The circumstances, in a line. */
  readonly facts: readonly string[];
  readonly sections: readonly Section[];
}
