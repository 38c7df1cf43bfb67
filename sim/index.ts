/**
 * faultline from TypeScript: describe a scenario, simulate it, compare its strategies.
 *
 * ```ts
 * import { defineScenario, simulate } from 'faultline';
 *
 * const scenario = defineScenario({
 *   clients: { users: { calls: 'shop.buy', load: '100/s' } },
 *   services: { shop: { operations: { buy: [{ work: { exponential: '5ms' } }] } } },
 * });
 * const { strategies } = simulate(scenario);
 * ```
 */
import type { WrittenScenario } from './scenario/shape.js';

export type { Difference, Estimate } from './experiment/estimate.js';
export { compare, simulate, trace } from './experiment/local.js';
export type * from './experiment/result.js';
export type { Trace } from './experiment/trace.js';
export { Diagnosis } from './kernel/invariant.js';
export { type Finding, ScenarioError } from './scenario/finding.js';
export type { WrittenScenario as Scenario } from './scenario/shape.js';
export type { Span, SpanKind } from './telemetry/spans.js';
export { VERSION } from './version.js';

/** Gives a scenario its type, so that an editor completes and checks it. */
export function defineScenario(scenario: WrittenScenario): WrittenScenario {
  return scenario;
}
