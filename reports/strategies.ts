/** Strategies of a result: what they are called, and how each compares with the baseline. */
import type { ComparedMeasure, ExperimentResult, StrategyResult } from '../sim/index.js';
import { name, type Phrase, says } from './document/phrase.js';

/** How a strategy is called in tables and charts. */
export function labelOf({ strategy }: { readonly strategy: string }): string {
  return strategy === '' ? 'as it stands' : strategy;
}

/** How a strategy is called in a sentence. */
export function subjectOf({ strategy }: { readonly strategy: string }): Phrase {
  return strategy === '' ? says`the scenario` : [name(strategy)];
}

export function labelsOf({ strategies }: ExperimentResult): readonly string[] {
  return strategies.map(labelOf);
}

export function baselineOf({ strategies, baseline }: ExperimentResult): StrategyResult | undefined {
  return strategies.find(({ strategy }) => strategy === baseline);
}

/** How a strategy differs from the baseline in a measure; undefined for the baseline itself. */
export function differenceOf(
  { differences }: ExperimentResult,
  { strategy }: StrategyResult,
  measure: string,
): ComparedMeasure | undefined {
  return differences.find((each) => each.strategy === strategy && each.measure === measure);
}
