/** Scores: each strategy at a glance. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { stuckIn } from '../answer/recovery.js';
import { metBy } from '../answer/standing.js';
import { frameOf } from '../figures/time/frame.js';
import { added } from '../figures/time/points.js';
import { quantity } from '../numbers/quantity.js';
import { labelOf } from '../strategies.js';
import type { Fact, Tone } from './table.js';

export interface Score {
  readonly strategy: string;
  readonly baseline: boolean;
  readonly verdict: string;
  readonly tone: Tone;
  readonly facts: readonly Fact[];
  /** Goodput by slice, as a share of the largest of any strategy. */
  readonly goodput: readonly number[];
}

/** When faults were at work, as shares of the run. */
export type Windows = readonly (readonly [from: number, to: number])[];

export function scoresOf(result: ExperimentResult): readonly Score[] {
  const useful = result.strategies.map(goodputOf);
  const most = Math.max(1e-9, ...useful.flat());
  return result.strategies.map((strategy, index) => ({
    strategy: labelOf(strategy),
    baseline: result.strategies.length > 1 && strategy.strategy === result.baseline,
    ...judgementOf(strategy),
    facts: [
      { label: 'success', text: shownOf(strategy, 'success') },
      { label: 'p99', text: shownOf(strategy, 'p99') },
      { label: 'goodput', text: shownOf(strategy, 'goodput') },
    ],
    goodput: (useful[index] ?? []).map((value) => value / most),
  }));
}

export function windowsOf(result: ExperimentResult): Windows {
  const { faults, span } = frameOf(result);
  return faults.map(({ from, to }) => [from / span, to / span]);
}

function goodputOf({ clients }: StrategyResult): readonly number[] {
  const all = Object.values(clients).map(({ timeline }) => timeline.useful);
  return added(all).mean.map((value) => value ?? 0);
}

function judgementOf(strategy: StrategyResult): Pick<Score, 'verdict' | 'tone'> {
  const total = strategy.objectives.length;
  const met = metBy(strategy);
  if (stuckIn(strategy) > 0) return { verdict: '✗ never recovers', tone: 'bad' };
  if (total === 0) return { verdict: 'no objectives', tone: 'plain' };
  return met === total
    ? { verdict: `✓ meets ${met} of ${total}`, tone: 'good' }
    : { verdict: `✗ meets ${met} of ${total}`, tone: 'bad' };
}

function shownOf({ measures }: StrategyResult, measure: string): string {
  const found = measures[measure];
  return found === undefined ? quantity(null, 'count') : quantity(found.mean, found.unit);
}
