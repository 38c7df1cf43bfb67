/** Metrics of requests: of one client, or of all clients together. */
import { defineMetric, observed, type RequestGroup } from '../metric.js';

function answered({ succeeded, failed, unanswered }: RequestGroup): number {
  return succeeded + failed + unanswered;
}

function percentile(
  kind: string,
  pick: (latency: RequestGroup['latency']) => number,
  words: string,
) {
  return defineMetric({
    kind,
    scope: 'requests',
    summary: `Latency of the requests that succeeded: ${words}.`,
    unit: 'duration',
    better: 'lower',
    of: ({ latency }) => observed(latency, pick),
  });
}

export const requestMetrics = [
  defineMetric({
    kind: 'success',
    scope: 'requests',
    summary: 'Share of the requests that were answered well; the unanswered count as failed.',
    unit: 'share',
    better: 'higher',
    of: (group) => (answered(group) === 0 ? null : group.succeeded / answered(group)),
  }),
  defineMetric({
    kind: 'goodput',
    scope: 'requests',
    summary: 'Requests answered well and in time to be of use, per second.',
    unit: 'rate',
    better: 'higher',
    of: ({ useful, measured }) => useful / measured,
  }),
  defineMetric({
    kind: 'in-time',
    scope: 'requests',
    summary: 'Share of the requests that were answered well and in time to be of use.',
    unit: 'share',
    better: 'higher',
    onRequest: true,
    of: (group) => (answered(group) === 0 ? null : group.useful / answered(group)),
  }),
  defineMetric({
    kind: 'throughput',
    scope: 'requests',
    summary: 'Requests answered, well or not, per second.',
    unit: 'rate',
    better: 'higher',
    of: ({ succeeded, failed, measured }) => (succeeded + failed) / measured,
  }),
  defineMetric({
    kind: 'degraded',
    scope: 'requests',
    summary: 'Share of the successes that are partial or a substitute.',
    unit: 'share',
    better: 'lower',
    of: ({ partial, substitute, succeeded }) =>
      succeeded === 0 ? null : (partial + substitute) / succeeded,
  }),
  defineMetric({
    kind: 'mean',
    scope: 'requests',
    summary: 'Mean latency of the requests that succeeded.',
    unit: 'duration',
    better: 'lower',
    of: ({ latency }) => observed(latency, ({ mean }) => mean),
  }),
  defineMetric({
    kind: 'sd',
    scope: 'requests',
    summary: 'Standard deviation of the latency of the requests that succeeded.',
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of: ({ latency }) => observed(latency, ({ variance }) => Math.sqrt(variance)),
  }),
  defineMetric({
    kind: 'failed-after',
    scope: 'requests',
    summary: 'Mean time until the requests that failed were told so, or gave up.',
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of: ({ failureLatency: { count, mean } }) => (count === 0 ? null : mean),
  }),
  defineMetric({
    kind: 'answered-after',
    scope: 'requests',
    summary: 'Mean time until requests were answered, well or not.',
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of({ latency, failureLatency }) {
      const count = latency.count + failureLatency.count;
      if (count === 0) return null;
      return (latency.count * latency.mean + failureLatency.count * failureLatency.mean) / count;
    },
  }),
  percentile('p50', ({ p50 }) => p50, 'half are faster'),
  percentile('p90', ({ p90 }) => p90, 'nine in ten are faster'),
  percentile('p95', ({ p95 }) => p95, 'nineteen in twenty are faster'),
  percentile('p99', ({ p99 }) => p99, 'ninety-nine in a hundred are faster'),
  percentile('p99.9', ({ p999 }) => p999, 'all but one in a thousand are faster'),
  percentile('max', ({ max }) => max, 'the longest'),
];
