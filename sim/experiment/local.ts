/** Runs in this thread, one after the other. */
import { fromObject, fromText, type Input, type Variant } from '../scenario/compile.js';
import type { WrittenScenario } from '../scenario/shape.js';
import { conclude, type PlanOptions, plan } from './experiment.js';
import { located } from './failure.js';
import type { ExperimentResult } from './result.js';
import { runOnce } from './run.js';
import { type Trace, type TraceOptions, traced } from './trace.js';

/** Told how much of an experiment is done, from 0 to 1. */
export type OnExperimentProgress = (share: number) => void;

export interface LocalOptions extends PlanOptions {
  readonly onProgress?: OnExperimentProgress;
}

/** A scenario as an object, or as the text of a scenario file. */
export type ScenarioSource = WrittenScenario | string;

/**
 * Simulates a scenario as it stands, or with one of its strategies.
 * @throws ScenarioError with all findings; Diagnosis when the model cannot get anywhere
 */
export function simulate(
  scenario: ScenarioSource,
  options: Omit<LocalOptions, 'strategies'> & { readonly strategy?: string } = {},
): ExperimentResult {
  const { strategy = '', ...rest } = options;
  return experiment(inputOf(scenario), { ...rest, strategies: [strategy] });
}

/**
 * Runs every strategy of a scenario on the same traffic, demands and faults.
 * @throws ScenarioError with all findings; Diagnosis when the model cannot get anywhere
 */
export function compare(scenario: ScenarioSource, options: LocalOptions = {}): ExperimentResult {
  return experiment(inputOf(scenario), options);
}

/**
 * Runs one replication of a scenario, or of one of its strategies, and follows its requests.
 * @throws ScenarioError with all findings; Diagnosis when the model cannot get anywhere
 */
export function trace(
  scenario: ScenarioSource,
  options: Omit<PlanOptions, 'strategies'> & TraceOptions & { readonly strategy?: string } = {},
): Trace {
  const { strategy = '', settings, ...rest } = options;
  const { variants } = plan(inputOf(scenario), {
    strategies: [strategy],
    ...(settings === undefined ? {} : { settings }),
  });
  return traced(variants[0] as Variant, rest);
}

/** Plans, runs and concludes. */
export function experiment(input: Input, options: LocalOptions): ExperimentResult {
  const { onProgress, ...planOptions } = options;
  const prepared = plan(input, planOptions);
  const { jobs, variants } = prepared;
  const runs = jobs.map(({ strategy, replication }, index) => {
    const variant = variants.find((each) => each.strategy === strategy) as Variant;
    const progress = (share: number) => onProgress?.((index + share) / jobs.length);
    try {
      return runOnce(variant, { replication, onProgress: progress });
    } catch (error) {
      throw located(error, { strategy, replication }, variant.linked.scenario.run.seed);
    }
  });
  return conclude(prepared, runs);
}

function inputOf(scenario: ScenarioSource): Input {
  return typeof scenario === 'string' ? fromText(scenario, 'scenario') : fromObject(scenario);
}
