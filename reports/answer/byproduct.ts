/** Byproducts: what comes by itself when fewer or more requests are answered is neither gained nor paid. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import type { ShownMeasure } from '../measures.js';
import { baselineOf, differenceOf } from '../strategies.js';
import { isNotable } from './notable.js';

/** Work that grows with the answers given, and is dearer only if it grows faster. */
const VOLUMES: readonly string[] = ['core-seconds', 'messages'];

/** Whether a strategy is faster or does less only because it answers fewer requests. */
export function isOfFewer(
  result: ExperimentResult,
  strategy: StrategyResult,
  { measure, unit }: ShownMeasure,
): boolean {
  const worse = differenceOf(result, strategy, 'success')?.verdict === 'worse';
  if (!worse || differenceOf(result, strategy, measure)?.verdict !== 'better') return false;
  // The few that get through are fast: they are not the same requests.
  return VOLUMES.includes(measure) || (unit === 'duration' && measure !== 'recovery');
}

/** Whether a strategy does more or less work only in proportion to the useful answers it gives. */
export function isInProportion(
  result: ExperimentResult,
  strategy: StrategyResult,
  shown: ShownMeasure,
): boolean {
  const baseline = baselineOf(result);
  if (!VOLUMES.includes(shown.measure) || baseline === undefined) return false;
  const [before, after] = [perAnswer(baseline, shown.measure), perAnswer(strategy, shown.measure)];
  return before !== null && after !== null && !isNotable(shown, before, after);
}

function perAnswer({ measures }: StrategyResult, measure: string): number | null {
  const volume = measures[measure]?.mean ?? null;
  const goodput = measures.goodput?.mean ?? null;
  return volume === null || goodput === null || goodput === 0 ? null : volume / goodput;
}
