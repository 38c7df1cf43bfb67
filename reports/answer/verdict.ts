/** The verdict: the answer to the scenario's question, in plain sentences. */
import type { ExperimentResult } from '../../sim/index.js';
import { listed, type Phrase, says, sentence } from '../document/phrase.js';
import { duration, quantity, share } from '../numbers/quantity.js';
import { baselineOf, subjectOf } from '../strategies.js';
import { agreement } from './agreement.js';
import { metastable } from './recovery.js';
import { standing } from './standing.js';
import { trades } from './trade.js';

/** With fewer replications, intervals are so wide that small differences hide in them. */
const FEW = 5;

/** Sentences, the most important first: objectives, metastability, what is gained and paid, how sure. */
export function verdict(result: ExperimentResult): readonly Phrase[] {
  const judged = result.scenario.objectives.length > 0;
  const phrases = [
    ...standing(result),
    ...agreement(result),
    ...metastable(result),
    ...headline(result),
    ...trades(result),
    ...(judged ? [] : [says`the scenario sets no objectives`]),
    ...certainty(result),
  ];
  return phrases.map((phrase) => [...sentence(phrase), '.']);
}

/** The plain figures of the baseline, which everything else is measured against. */
function headline(result: ExperimentResult): readonly Phrase[] {
  const baseline = baselineOf(result);
  if (baseline === undefined) return [];
  const value = (measure: string) => baseline.measures[measure]?.mean ?? null;
  const success = value('success');
  if (success === null) return [];
  const whose = baseline.strategy === '' ? [] : says`with ${subjectOf(baseline)}, `;
  const answered = says`${share(success)} of the requests are answered well`;
  if (value('p99') === null) return [says`${whose}${answered}`];
  const parts = [
    answered,
    says`half of them within ${duration(value('p50'))}`,
    says`99 % within ${duration(value('p99'))}`,
  ];
  const goodput = quantity(value('goodput'), 'rate');
  return [says`${whose}${listed(parts)}; goodput is ${goodput}`];
}

function certainty({ scenario, strategies }: ExperimentResult): readonly Phrase[] {
  const { replications } = scenario;
  if (replications === 1) {
    const what =
      strategies.length > 1 ? 'no difference can be told from chance' : 'there are no intervals';
    return [says`with a single replication ${what}: use ten`];
  }
  if (replications >= FEW) return [];
  return [
    says`${replications} replications give wide intervals: small differences may be real and not be shown`,
  ];
}
