/** Trade: what each strategy gains against the baseline, and what it pays; only what is shown to be real. */
import type { ComparedMeasure, ExperimentResult, StrategyResult } from '../../sim/index.js';
import { listed, type Phrase, says } from '../document/phrase.js';
import { type ShownMeasure, shownMeasures, shownValue } from '../measures.js';
import { relative } from '../numbers/quantity.js';
import { baselineOf, differenceOf, subjectOf } from '../strategies.js';
import { isInProportion, isOfFewer } from './byproduct.js';
import { isNotable } from './notable.js';

/** A sentence names at most so many gains, and so many prices. */
const NAMED = 3;
/** Where one measure is told, another that says the same is not. */
const IMPLIED: Readonly<Record<string, string>> = {
  goodput: 'success',
  p50: 'p99',
  'p99.9': 'p99',
};

interface Move {
  readonly shown: ShownMeasure;
  readonly verdict: ComparedMeasure['verdict'];
  readonly from: number;
  readonly to: number;
}

/** A sentence for each strategy beside the baseline; none where replications show nothing. */
export function trades(result: ExperimentResult): readonly Phrase[] {
  const baseline = baselineOf(result);
  if (baseline === undefined || result.scenario.replications < 2) return [];
  const others = result.strategies.filter((each) => each !== baseline);
  return others.map((strategy) => trade(result, baseline, strategy));
}

function trade(
  result: ExperimentResult,
  baseline: StrategyResult,
  strategy: StrategyResult,
): Phrase {
  const real = shownMeasures(result).flatMap((shown) => move(result, shown, baseline, strategy));
  const large = real.filter(({ shown, from, to }) => isNotable(shown, from, to));
  const moves = large.filter(
    (each) =>
      !isImplied(each, large) &&
      !isOfFewer(result, strategy, each.shown) &&
      !isInProportion(result, strategy, each.shown),
  );
  const [it, base] = [subjectOf(strategy), subjectOf(baseline)];
  const gains = told(moves, 'better');
  const prices = told(moves, 'worse');
  if (real.length === 0) return says`between ${it} and ${base} no difference is shown`;
  if (moves.length === 0) return says`${it} and ${base} differ only slightly`;
  if (prices.length === 0) return says`against ${base}, ${it} improves ${gains}, at no price shown`;
  if (gains.length === 0)
    return says`against ${base}, ${it} improves nothing and worsens ${prices}`;
  return says`against ${base}, ${it} improves ${gains}; it pays with ${prices}`;
}

function move(
  result: ExperimentResult,
  shown: ShownMeasure,
  baseline: StrategyResult,
  strategy: StrategyResult,
): readonly Move[] {
  const difference = differenceOf(result, strategy, shown.measure);
  const from = baseline.measures[shown.measure]?.mean ?? null;
  const to = strategy.measures[shown.measure]?.mean ?? null;
  if (difference?.real !== true || from === null || to === null || from === to) return [];
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [];
  return [{ shown, verdict: difference.verdict, from, to }];
}

function isImplied({ shown, verdict }: Move, moves: readonly Move[]): boolean {
  const by = IMPLIED[shown.measure];
  return moves.some((each) => each.shown.measure === by && each.verdict === verdict);
}

function told(moves: readonly Move[], verdict: ComparedMeasure['verdict']): Phrase {
  const chosen = moves.filter((each) => each.verdict === verdict).slice(0, NAMED);
  return listed(chosen.map(worded));
}

/** `p99 from 676 ms to 24.3 ms (−96 %)`. */
function worded({ shown, from, to }: Move): Phrase {
  const [before, after] = [shownValue(shown, from), shownValue(shown, to)];
  const plain = from === 0 || to === 0 || shown.unit === 'share';
  return says`${shown.noun} from ${before} to ${after}${plain ? '' : ` (${relative(from, to)})`}`;
}
