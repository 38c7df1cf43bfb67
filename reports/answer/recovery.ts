/** Recovery: strategies under which a fault that is over keeps doing harm: metastable failures. */
import type { ExperimentResult, StrategyResult } from '../../sim/index.js';
import { listed, type Phrase, says } from '../document/phrase.js';
import { span } from '../numbers/clock.js';
import { subjectOf } from '../strategies.js';

/** A sentence for all strategies that are stuck alike. */
export function metastable({ strategies, scenario }: ExperimentResult): readonly Phrase[] {
  const groups = new Map<string, StrategyResult[]>();
  for (const strategy of strategies.filter((each) => stuckIn(each) > 0)) {
    const where = `${whereStuck(strategy)}: ${span(scenario.duration - lastFaultEnd(strategy))}`;
    groups.set(where, [...(groups.get(where) ?? []), strategy]);
  }
  return [...groups].map(([where, stuck]) => {
    const verb = stuck.length === 1 ? 'never recovers' : 'never recover';
    return says`${listed(stuck.map(subjectOf))} ${verb}${where} after the last fault was over, when the run ended, requests were still not answered as before it (a metastable failure)`;
  });
}

/** Replications in which goodput did not come back. */
export function stuckIn({ measures }: StrategyResult): number {
  const values = measures.recovery?.values ?? [];
  return values.filter((value) => value === Number.POSITIVE_INFINITY).length;
}

function whereStuck(strategy: StrategyResult): string {
  const [stuck, total] = [stuckIn(strategy), strategy.fingerprints.length];
  if (total === 1) return '';
  return stuck === total
    ? ` in any of ${total} replications`
    : ` in ${stuck} of ${total} replications`;
}

function lastFaultEnd({ faults }: StrategyResult): number {
  return Math.max(0, ...faults.flatMap(({ windows }) => windows.map(([, to]) => to ?? 0)));
}
