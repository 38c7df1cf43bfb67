/** Metrics of a business effect. */
import { defineMetric, observed } from '../metric.js';

export const effectMetrics = [
  defineMetric({
    kind: 'applied',
    scope: 'effect',
    summary: 'Requests for which the effect took place.',
    unit: 'count',
    better: 'higher',
    of: ({ applied }) => applied,
  }),
  defineMetric({
    kind: 'lost',
    scope: 'effect',
    summary: 'Requests answered well whose effect never took place.',
    unit: 'count',
    better: 'lower',
    of: ({ lost }) => lost,
  }),
  defineMetric({
    kind: 'duplicated',
    scope: 'effect',
    summary: 'Times that the effect took place again for the same request.',
    unit: 'count',
    better: 'lower',
    of: ({ duplicated }) => duplicated,
  }),
  defineMetric({
    kind: 'unacknowledged',
    scope: 'effect',
    summary: 'Requests that were told of a failure though the effect took place.',
    unit: 'count',
    better: 'lower',
    of: ({ unacknowledged }) => unacknowledged,
  }),
  defineMetric({
    kind: 'pending',
    scope: 'effect',
    summary: 'Requests answered well whose effect was still to come when the run ended.',
    unit: 'count',
    better: 'lower',
    of: ({ pending }) => pending,
  }),
  defineMetric({
    kind: 'delay-p50',
    scope: 'effect',
    summary: 'From request to effect: half are faster.',
    unit: 'duration',
    better: 'lower',
    of: ({ delay }) => observed(delay, ({ p50 }) => p50),
  }),
  defineMetric({
    kind: 'delay-p99',
    scope: 'effect',
    summary: 'From request to effect: ninety-nine in a hundred are faster.',
    unit: 'duration',
    better: 'lower',
    of: ({ delay }) => observed(delay, ({ p99 }) => p99),
  }),
];
