/** Made results: values of our own choosing in the place of simulated ones. */
import fc from 'fast-check';
import { difference, estimate, significant } from '../../sim/experiment/estimate.js';
import type { ComparedMeasure, ExperimentResult } from '../../sim/index.js';
import { shop } from './shop.js';

type Strategy = ExperimentResult['strategies'][number];
type Value = number | null;
/** By measure, then by replication. */
export type Values = Readonly<Record<string, readonly Value[]>>;

export const OBJECTIVES = ['success >= 99%', 'p99 < 500ms'];
const REPLICATIONS = 5;

/** The shop's result, had its strategies given these values and no others; the first is the baseline. */
export function made(values: Readonly<Record<string, Values>>): ExperimentResult {
  const { scenario, ...rest } = shop();
  const strategies = Object.entries(values).map(([name, own]) => strategyOf(name, own));
  const [baseline, ...others] = strategies;
  return {
    ...rest,
    scenario: { ...scenario, replications: REPLICATIONS, objectives: OBJECTIVES },
    baseline: baseline?.strategy ?? '',
    strategies,
    differences: others.flatMap((other) => differencesOf(other, baseline as Strategy)),
  };
}

function strategyOf(strategy: string, values: Values): Strategy {
  const like = shop().strategies[0] as Strategy;
  const measures = Object.fromEntries(
    Object.entries(values).flatMap(([measure, own]) => {
      const known = like.measures[measure];
      return known === undefined ? [] : [[measure, { ...known, ...estimate(own) }]];
    }),
  );
  const [success, p99] = [measures['success']?.mean ?? null, measures['p99']?.mean ?? null];
  const judged = (text: string | undefined, value: Value, met: boolean) => {
    return { text: text as string, value, met: value !== null && met, sure: true };
  };
  return {
    ...like,
    strategy,
    measures,
    theory: [],
    fingerprints: Array.from({ length: REPLICATIONS }, () => '0'),
    objectives: [
      judged(OBJECTIVES[0], success, (success ?? 0) >= 0.99),
      judged(OBJECTIVES[1], p99, (p99 ?? Number.POSITIVE_INFINITY) < 500e6),
    ],
  };
}

function differencesOf(other: Strategy, baseline: Strategy): ComparedMeasure[] {
  return Object.entries(baseline.measures).map(([measure, base]) => {
    const found = difference(other.measures[measure]?.values ?? [], base.values);
    const [real = false] = significant([found.p]);
    const isGain = (found.mean ?? 0) < 0 === (base.better === 'lower');
    const verdict =
      real && found.mean !== 0 ? (isGain ? 'better' : 'worse') : 'no difference shown';
    return { strategy: other.strategy, measure, ...found, real, verdict };
  });
}

/** Mostly there, sometimes not. */
const often = (value: fc.Arbitrary<number>) => fc.option(value, { freq: 20 });
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const replicated = (value: fc.Arbitrary<number>) =>
  fc.array(often(value), { minLength: REPLICATIONS, maxLength: REPLICATIONS });

const latency = replicated(between(1e3, 1e11));
const values = fc.record({
  success: replicated(between(0, 1)),
  goodput: replicated(between(0, 1e5)),
  p50: latency,
  p99: latency,
  'p99.9': latency,
  amplification: replicated(between(0, 50)),
  wasted: replicated(between(0, 1)),
  'core-seconds': replicated(between(0, 1e4)),
  messages: replicated(between(0, 1e5)),
  recovery: replicated(fc.oneof(between(0, 1e11), fc.constant(Number.POSITIVE_INFINITY))),
});

const NAMES = ['plain', 'a', 'b', 'c'];

/** Results with two to four strategies that gave anything whatever. */
export const results: fc.Arbitrary<ExperimentResult> = fc
  .array(values, { minLength: 2, maxLength: NAMES.length })
  .map((all) => made(Object.fromEntries(all.map((own, index) => [NAMES[index], own]))));
