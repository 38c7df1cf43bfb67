/** The price: of what a strategy costs, that in which the strategies differ most. */
import type { ExperimentResult, MeasureResult } from '../../../sim/index.js';
import { type ShownMeasure, shownMeasures } from '../../measures.js';

/** What a strategy costs, the most telling first. */
const PRICES = ['amplification', 'core-seconds', 'messages', 'wasted'];
/** Strategies that are closer than this cost the same. */
const TELLING = 0.05;

export function priceOf(result: ExperimentResult): ShownMeasure | null {
  const shown = shownMeasures(result);
  const candidates = PRICES.flatMap((price) => shown.filter(({ measure }) => measure === price));
  return (
    candidates.find(({ measure }) => spread(result, measure) >= TELLING) ?? candidates[0] ?? null
  );
}

/** How much the dearest costs above the cheapest, relative to it. */
function spread({ strategies }: ExperimentResult, measure: string): number {
  const means = strategies.flatMap(({ measures }) => finite(measures[measure]));
  const low = Math.min(...means);
  const high = Math.max(...means);
  if (means.length < strategies.length || high === 0) return 0;
  return (high - low) / high;
}

function finite(measure: MeasureResult | undefined): readonly number[] {
  const mean = measure?.mean ?? null;
  return mean === null || !Number.isFinite(mean) ? [] : [mean];
}
