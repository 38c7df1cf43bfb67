/** Composes the document: the answer first, then the numbers, the pictures, and how to get them again. */
import type { ExperimentResult } from '../../sim/index.js';
import { verdict } from '../answer/verdict.js';
import type { FigureSection } from '../figures/figure.js';
import { figures } from '../figures/index.js';
import { span } from '../numbers/clock.js';
import { labelOf } from '../strategies.js';
import { comparisonTable } from './comparison.js';
import type { Block, Document, Section } from './document.js';
import { judgementTable } from './judgements.js';
import { name, type Phrase, says } from './phrase.js';
import { commandOf, factsOf } from './reproduce.js';
import { scoresOf, windowsOf } from './scores.js';
import type { Table } from './table.js';
import { theoryTable } from './theory.js';

export function compose(result: ExperimentResult): Document {
  const { scenario } = result;
  const sections: Section[] = [
    {
      id: 'answer',
      title: 'The answer',
      blocks: answer(result),
    },
    { id: 'numbers', title: 'In numbers', blocks: numbers(result) },
    { id: 'time', title: 'Over time', blocks: pictures(result, 'time') },
    { id: 'trade', title: 'How slow, at what price', blocks: pictures(result, 'trade') },
    { id: 'losses', title: 'What went wrong, what was done', blocks: pictures(result, 'losses') },
    { id: 'theory', title: 'Against theory', blocks: tables([theoryTable(result)]) },
    { id: 'scenario', title: 'The scenario', blocks: described(result) },
    {
      id: 'reproduce',
      title: 'Reproduce',
      blocks: [
        { kind: 'command', text: commandOf(result) },
        { kind: 'facts', facts: factsOf(result) },
      ],
    },
  ];
  return {
    title: scenario.name,
    question: scenario.question,
    facts: circumstances(result),
    sections: sections.filter(({ blocks }) => blocks.length > 0),
  };
}

/** The answer in short, each strategy at a glance, then the reasons. */
function answer(result: ExperimentResult): readonly Block[] {
  const [first = [], ...reasons] = verdict(result);
  return [
    { kind: 'lead', sentence: first },
    ...(result.strategies.length === 1 ? [] : scores(result)),
    ...(reasons.length === 0 ? [] : [{ kind: 'sentences' as const, sentences: reasons }]),
  ];
}

function scores(result: ExperimentResult): readonly Block[] {
  return [{ kind: 'scores', scores: scoresOf(result), windows: windowsOf(result) }];
}

function circumstances({ scenario, strategies, faultline }: ExperimentResult): readonly string[] {
  const { file, seed, replications, duration, warmup } = scenario;
  const warm = warmup > 0 ? `, the first ${span(warmup)} warm-up` : '';
  return [
    ...(file === '' ? [] : [file]),
    strategies.length === 1 ? 'one strategy' : `${strategies.length} strategies`,
    replications === 1 ? 'one replication' : `${replications} replications each`,
    `${span(duration)} simulated${warm}`,
    `seed ${seed}`,
    `faultline ${faultline}`,
  ];
}

function numbers(result: ExperimentResult): readonly Block[] {
  return [
    ...tables([judgementTable(result), comparisonTable(result)]),
    { kind: 'note', text: howToRead(result) },
  ];
}

function howToRead({ scenario, strategies, baseline }: ExperimentResult): Phrase {
  if (scenario.replications === 1) {
    return says`A single replication: there are no intervals, and no difference can be told from chance.`;
  }
  const intervals = 'Means over replications, ± the half-width of the 95 % interval (Student t).';
  if (strategies.length === 1) return [intervals];
  const base: Phrase = baseline === '' ? says`the scenario as it stands` : [name(baseline)];
  const pairs = says`Differences are to ${base}, pair by pair on the same random numbers; better or worse is said where they are real at 95 %, all strategies taken together (Holm), in colour where they are worth a choice.`;
  const fewer = 'Of fewer: faster or less only because fewer requests were answered.';
  return says`${intervals} ${pairs} ${fewer}`;
}

function pictures(result: ExperimentResult, section: FigureSection): readonly Block[] {
  const found = figures
    .filter((kind) => kind.section === section)
    .flatMap((kind) => kind.of(result));
  return found.length === 0 ? [] : [{ kind: 'figures', figures: found }];
}

function described(result: ExperimentResult): readonly Block[] {
  const changes = result.strategies
    .filter((strategy) => strategy.strategy !== '')
    .map((strategy) => ({ strategy: labelOf(strategy), lines: strategy.changes }));
  const changed: Block[] = changes.length === 0 ? [] : [{ kind: 'changes', changes }];
  return [...pictures(result, 'scenario'), ...changed];
}

function tables(all: readonly (Table | null)[]): readonly Block[] {
  return all.flatMap((table) => (table === null ? [] : [{ kind: 'table' as const, table }]));
}
