/** The catalogue of metrics: what objectives can be set for, and what comparisons show. */
import type { Metric, Scope } from '../metric.js';
import { brokerMetrics } from './brokers.js';
import { effectMetrics } from './effects.js';
import { requestMetrics } from './requests.js';
import { runMetrics } from './runs.js';
import { serviceMetrics } from './services.js';

export const metrics: readonly Metric[] = [
  ...requestMetrics,
  ...serviceMetrics,
  ...brokerMetrics,
  ...effectMetrics,
  ...runMetrics,
] as readonly Metric[];

export function findMetric(scope: Scope, kind: string): Metric | undefined {
  return metrics.find((metric) => metric.scope === scope && metric.kind === kind);
}
