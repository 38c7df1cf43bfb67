/** Standing: which strategies meet the objectives, and by what the others miss them. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { joined, listed, name, type Phrase, says } from '../document/phrase.js';
import { judged, readObjective } from '../objectives.js';
import { subjectOf } from '../strategies.js';

/** First who meets all objectives, then each that does not, then what is too close to call. */
export function standing({ scenario, strategies }: ExperimentResult): readonly Phrase[] {
  if (scenario.objectives.length === 0) return [];
  return [
    leaders(strategies, scenario.objectives.length),
    ...strategies.flatMap(misses),
    ...strategies.flatMap(doubts),
  ];
}

/** Objectives that a strategy meets. */
export function metBy({ objectives }: StrategyResult): number {
  return objectives.filter(({ met }) => met).length;
}

function leaders(strategies: readonly StrategyResult[], total: number): Phrase {
  const meeting = strategies.filter((strategy) => metBy(strategy) === total);
  const all = objectives(total);
  if (meeting.length === 0 && strategies.length === 1) return mostMet(strategies, total);
  if (meeting.length === 0) {
    const best = strategies.every((strategy) => metBy(strategy) === 0)
      ? []
      : says`; ${mostMet(strategies, total)}`;
    return says`no strategy meets ${all}${best}`;
  }
  if (meeting.length === strategies.length && meeting.length > 2) {
    return says`every strategy meets ${all}`;
  }
  const verb = meeting.length === 1 ? 'meets' : 'meet';
  return says`${listed(meeting.map(subjectOf))} ${verb} ${all}`;
}

function objectives(total: number): Phrase {
  if (total === 1) return says`the objective`;
  return total === 2 ? says`both objectives` : says`all ${total} objectives`;
}

function mostMet(strategies: readonly StrategyResult[], total: number): Phrase {
  const most = Math.max(...strategies.map(metBy));
  const best = strategies.filter((strategy) => metBy(strategy) === most);
  const count = most === 0 ? 'none' : most;
  if (best.length === strategies.length && best.length > 1) {
    return says`each meets ${count} of ${total}`;
  }
  return says`${listed(best.map(subjectOf))} ${best.length === 1 ? 'meets' : 'meet'} ${count} of ${total}`;
}

function misses(strategy: StrategyResult): readonly Phrase[] {
  const missed = strategy.objectives.filter(({ met }) => !met);
  if (missed.length === 0) return [];
  const reasons = missed.map(({ text, value }) => {
    const { measure, comparison, limit } = readObjective(text);
    const wanted = comparison === '=' ? limit : `${SIGNS[comparison] ?? comparison} ${limit}`;
    return says`${name(measure)} ${outcome(strategy, text, value)}, wanted ${wanted}`;
  });
  const total = strategy.objectives.length;
  const count = total === 1 ? 'the objective' : `${missed.length} of ${total}`;
  return [says`${subjectOf(strategy)} misses ${count}: ${joined(reasons, '; ')}`];
}

function outcome(strategy: StrategyResult, text: string, value: number | null): string {
  if (value === null) return 'has no value';
  return Number.isFinite(value) ? `was ${judged(strategy, text, value)}` : 'never came';
}

/** Typeset comparison signs. */
const SIGNS: Readonly<Record<string, string>> = { '<=': '≤', '>=': '≥' };

/** Judgements that another seed might turn round; a single replication is told of elsewhere. */
function doubts(strategy: StrategyResult): readonly Phrase[] {
  const unsure = strategy.objectives.filter(
    ({ sure, value }) => !sure && value !== null && strategy.fingerprints.length > 1,
  );
  if (unsure.length === 0) return [];
  const texts = listed(unsure.map(({ text }) => [name(text)]));
  const verb = unsure.length === 1 ? 'is' : 'are';
  const whose = unsure.length === 1 ? 'its 95 % interval spans' : 'their 95 % intervals span';
  const subject = subjectOf(strategy);
  return [says`for ${subject}, ${texts} ${verb} too close to call: ${whose} the limit`];
}
