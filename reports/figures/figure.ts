/** Figures: what a picture shows, in words, in numbers, and as a drawing. */
import type { TopLevelSpec } from 'vega-lite';
import type { ExperimentResult } from '../../sim/index.js';
import type { Phrase } from '../document/phrase.js';
import type { Table } from '../document/table.js';
import type { Unit } from '../numbers/quantity.js';
import type { Look } from './look.js';

type Stacked = Extract<TopLevelSpec, { vconcat: unknown }>;
export type Panel = Stacked['vconcat'][number];
type Layered = Extract<Panel, { layer: unknown }>;
export type Layer = Layered['layer'][number];

export type Row = Readonly<Record<string, unknown>>;
export type Datasets = Readonly<Record<string, readonly Row[]>>;

/** A chart: panels one below the other, and what they draw. */
export interface Chart {
  readonly datasets: Datasets;
  readonly panels: readonly Panel[];
}

/** A panel whose tooltip tells all strategies' values at one place of the x axis. */
export interface Probed {
  readonly dataset: string;
  readonly title: string;
  /** What is counted, where the title does not say it. */
  readonly subtitle: string;
  readonly unit: Unit;
  /** What lies along the x axis: seconds, or nines of a share. */
  readonly along: 'time' | 'nines';
}

/** What colours mean. */
export interface Legend {
  /** Strategies are drawn as lines with points, parts of a whole as blocks. */
  readonly of: 'strategies' | 'parts';
  readonly labels: readonly string[];
}

/** A picture made with Vega-Lite. */
export interface ChartDrawing {
  readonly kind: 'chart';
  readonly chart: (look: Look) => Chart;
  /** Null where labels in the picture say what is what. */
  readonly legend: Legend | null;
  readonly probed: readonly Probed[];
}

/** A picture that is no chart. */
export interface DiagramDrawing {
  readonly kind: 'diagram';
  /** An SVG element; calls go across the page, or down a narrow one. */
  readonly svg: (look: Look, way: Way) => string;
}

export type Way = 'across' | 'down';

export interface Figure {
  /** Of its file and its anchor. */
  readonly name: string;
  readonly title: Phrase;
  /** How to read it, in a sentence or two. */
  readonly caption: string;
  /** What it shows, with the numbers, for those who do not see it. */
  readonly words: readonly Phrase[];
  readonly table: Table;
  readonly drawing: ChartDrawing | DiagramDrawing;
  /** How much of the page it needs. */
  readonly size: 'whole' | 'half';
}

/** The part of a report where a figure belongs. */
export type FigureSection = 'time' | 'trade' | 'losses' | 'scenario';

/** A figure's entry in the catalogue: the figures of its kind that a result calls for, perhaps none. */
export interface FigureKind {
  readonly kind: string;
  readonly section: FigureSection;
  readonly of: (result: ExperimentResult) => readonly Figure[];
}

export function defineFigure(kind: FigureKind): FigureKind {
  return kind;
}
