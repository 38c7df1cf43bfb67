/** Experiments: every strategy, every replication, on the same random numbers; then the comparison. */

import { toPlain } from '../catalogue/tree.js';
import { hexadecimal } from '../math/hexadecimal.js';
import {
  compile,
  type Input,
  type RunSettings,
  strategiesOf,
  type Variant,
} from '../scenario/compile.js';
import { type Finding, ScenarioError, unknownName } from '../scenario/finding.js';
import { VERSION } from '../version.js';
import { aggregate, namesOf, type Yardstick } from './aggregate.js';
import { difference, significant } from './estimate.js';
import { type Objective, readObjective } from './objective.js';
import type { ComparedMeasure, ExperimentResult, StrategyResult } from './result.js';
import type { RunResult } from './run.js';
import { readTheory, type Theory } from './theory.js';

/** One run to be made. */
export interface Job {
  readonly strategy: string;
  readonly replication: number;
}

/** What an experiment consists of, compiled and checked. */
export interface Plan {
  readonly input: Input;
  readonly variants: readonly Variant[];
  /** What each variant is judged by. */
  readonly yardsticks: ReadonlyMap<Variant, Yardstick>;
  readonly jobs: readonly Job[];
}

export interface PlanOptions {
  /** Names of strategies; the empty name is the scenario as it stands. Without: all, or the scenario. */
  readonly strategies?: readonly string[];
  readonly settings?: RunSettings;
}

/**
 * Compiles everything that is going to be run.
 * @throws ScenarioError with all findings
 */
export function plan(input: Input, { strategies, settings }: PlanOptions = {}): Plan {
  const known = strategiesOf(input);
  const chosen = strategies ?? (known.length > 0 ? known : ['']);
  const unknown = chosen.filter((name) => name !== '' && !known.includes(name));
  // A strategy that is not asked for is checked all the same: whatever is wrong with a file is told at once.
  const { variants: all, findings } = compile(input, [...new Set([...chosen, ...known])], settings);
  const wrong: Finding[] = [...findings, ...unknown.map((name) => unknownStrategy(name, known))];
  const yardsticks = new Map<Variant, Yardstick>();
  for (const variant of all) yardsticks.set(variant, yardstickOf(variant, wrong));
  if (wrong.length > 0) throw new ScenarioError(wrong, input);
  const variants = all.filter(({ strategy }) => chosen.includes(strategy));
  const jobs = variants.flatMap(({ strategy, linked }) =>
    Array.from({ length: linked.scenario.run.replications }, (_, replication) => ({
      strategy,
      replication,
    })),
  );
  return { input, variants, yardsticks, jobs };
}

function unknownStrategy(name: string, known: readonly string[]): Finding {
  const place = { path: ['strategies'], span: null };
  return unknownName(place, name, known, 'no strategy: the file has none');
}

function yardstickOf(variant: Variant, findings: Finding[]): Yardstick {
  const names = namesOf(variant);
  const { scenario } = variant.linked;
  const good = <T extends object>(read: readonly (T | Finding)[]): T[] => {
    findings.push(...read.filter((each): each is Finding => 'path' in each));
    return read.filter((each): each is T => !('path' in each));
  };
  return {
    objectives: good<Objective>(
      scenario.objectives.map((text, index) => readObjective(text, index, names, variant.tree)),
    ),
    theory: good<Theory>(
      scenario.theory.map((written, index) => readTheory(written, index, names, variant.tree)),
    ),
  };
}

/** The normal form of a variant as text, for workers. */
export function normalForm({ tree }: Variant): string {
  return JSON.stringify(toPlain(tree));
}

/** Puts the runs of a plan together; `runs` are in the order of the plan's jobs. */
export function conclude(plan: Plan, runs: readonly RunResult[]): ExperimentResult {
  const strategies: StrategyResult[] = plan.variants.map((variant) => {
    const own = runs.filter((_, index) => plan.jobs[index]?.strategy === variant.strategy);
    return aggregate(variant, own, plan.yardsticks.get(variant) as Yardstick);
  });
  const { scenario } = (plan.variants[0] as Variant).linked;
  const [first] = runs;
  return {
    faultline: VERSION,
    scenario: {
      name: scenario.name,
      question: scenario.question ?? '',
      file: plan.input.text === null ? '' : plan.input.name,
      seed: scenario.run.seed,
      replications: scenario.run.replications,
      duration: scenario.run.duration / 1e9,
      warmup: first?.warmup ?? 0,
      slice: first?.slice ?? 0,
      objectives: scenario.objectives,
      edges: Object.keys(first?.edges ?? {}),
    },
    fingerprint: combined(runs),
    baseline: plan.variants[0]?.strategy ?? '',
    strategies,
    differences: compared(strategies),
  };
}

/** Every strategy beside the first, measure by measure. */
function compared([baseline, ...others]: readonly StrategyResult[]): ComparedMeasure[] {
  if (baseline === undefined) return [];
  return Object.entries(baseline.measures).flatMap(([measure, base]) => {
    const differences = others.map(({ measures }) =>
      difference(measures[measure]?.values ?? [], base.values),
    );
    const real = significant(differences.map(({ p }) => p));
    return differences.map((each, index) => ({
      strategy: (others[index] as StrategyResult).strategy,
      measure,
      ...each,
      real: real[index] as boolean,
      verdict: verdictOf(each.mean, real[index] as boolean, base.better),
    }));
  });
}

function verdictOf(
  mean: number | null,
  real: boolean,
  better: 'lower' | 'higher',
): ComparedMeasure['verdict'] {
  if (!real || mean === null || mean === 0) return 'no difference shown';
  return mean < 0 === (better === 'lower') ? 'better' : 'worse';
}

/** One fingerprint over those of all runs, in their order. */
function combined(runs: readonly RunResult[]): string {
  let high = 0x811c9dc5;
  let low = 0x1b873593;
  for (const { fingerprint } of runs) {
    for (const character of fingerprint) {
      high = Math.imul(high ^ character.charCodeAt(0), 0x01000193);
      low = Math.imul(low + high, 0x5bd1e995) ^ (high >>> 13);
    }
  }
  return hexadecimal(high) + hexadecimal(low);
}
