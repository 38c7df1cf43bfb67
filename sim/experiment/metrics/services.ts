/** Metrics of a service, all its instances together. */
import type { Summary } from '../../math/histogram.js';
import type { StationResult } from '../../telemetry/stations.js';
import { amplification, type Context } from '../context.js';
import { defineMetric, observed } from '../metric.js';

const PERCENTILES: readonly (readonly [string, (summary: Summary) => number])[] = [
  ['p50', ({ p50 }) => p50],
  ['p90', ({ p90 }) => p90],
  ['p95', ({ p95 }) => p95],
  ['p99', ({ p99 }) => p99],
  ['p99.9', ({ p999 }) => p999],
  ['max', ({ max }) => max],
];

/** Mean, deviation and percentiles of one of a service's times. */
function times(name: string, words: string, pick: (station: StationResult) => Summary) {
  const mean = defineMetric({
    kind: name,
    scope: 'service',
    summary: `${words}: the mean.`,
    unit: 'duration',
    better: 'lower',
    of: (station) => observed(pick(station), (summary) => summary.mean),
  });
  const deviation = defineMetric({
    kind: `${name}-sd`,
    scope: 'service',
    summary: `${words}: the standard deviation.`,
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of: (station) => observed(pick(station), ({ variance }) => Math.sqrt(variance)),
  });
  const percentiles = PERCENTILES.map(([percentile, value]) =>
    defineMetric({
      kind: `${name}-${percentile}`,
      scope: 'service',
      summary: `${words}: the ${percentile === 'max' ? 'longest' : percentile}.`,
      unit: 'duration',
      better: 'lower',
      ...(percentile === 'p99' ? {} : { onRequest: true }),
      of: (station) => observed(pick(station), value),
    }),
  );
  return [mean, deviation, ...percentiles];
}

/** Share of the time with exactly so many calls present, for small numbers. */
const occupancy = [0, 1, 2, 3, 4, 5, 6].map((n) =>
  defineMetric({
    kind: `p(${n})`,
    scope: 'service',
    summary: `Share of the time with exactly ${n} calls present.`,
    unit: 'share',
    better: 'lower',
    onRequest: true,
    of: (station) => station.occupancy[n] ?? 0,
  }),
);

/** Deviation of the number present, from the shares of the time. */
function presentDeviation({ occupancy, meanPresent }: StationResult): number | null {
  let mean = 0;
  let squares = 0;
  for (const [present, share] of occupancy.entries()) {
    mean += present * share;
    squares += present * present * share;
  }
  // Large numbers are not told apart: then the shares do not give the mean.
  if (Math.abs(mean - meanPresent) > 1e-6 * meanPresent) return null;
  return Math.sqrt(Math.max(0, squares - mean * mean));
}

function nameOf(station: StationResult, { run }: Context): string {
  return Object.keys(run.services).find((name) => run.services[name] === station) ?? '';
}

export const serviceMetrics = [
  defineMetric({
    kind: 'utilisation',
    scope: 'service',
    summary: 'Busy cores over cores.',
    unit: 'share',
    better: 'lower',
    of: ({ utilisation }) => utilisation,
  }),
  defineMetric({
    kind: 'queue',
    scope: 'service',
    summary: 'Mean number of calls waiting for a thread.',
    unit: 'count',
    better: 'lower',
    of: ({ meanQueue }) => meanQueue,
  }),
  defineMetric({
    kind: 'max-queue',
    scope: 'service',
    summary: 'The most calls that waited for a thread at once.',
    unit: 'count',
    better: 'lower',
    of: ({ maxQueue }) => maxQueue,
  }),
  defineMetric({
    kind: 'present',
    scope: 'service',
    summary: 'Mean number of calls in the service, waiting or being worked on.',
    unit: 'count',
    better: 'lower',
    of: ({ meanPresent }) => meanPresent,
  }),
  defineMetric({
    kind: 'present-sd',
    scope: 'service',
    summary: 'Standard deviation over time of the calls in the service, where they never are many.',
    unit: 'count',
    better: 'lower',
    onRequest: true,
    of: presentDeviation,
  }),
  defineMetric({
    kind: 'arrivals',
    scope: 'service',
    summary: 'Calls that reached it, per second.',
    unit: 'rate',
    better: 'lower',
    onRequest: true,
    of: ({ arrivals }, { run }) => arrivals / run.measured,
  }),
  defineMetric({
    kind: 'throughput',
    scope: 'service',
    summary: 'Calls answered well, per second.',
    unit: 'rate',
    better: 'higher',
    of: ({ succeeded }, { run }) => succeeded / run.measured,
  }),
  defineMetric({
    kind: 'rejected',
    scope: 'service',
    summary: 'Share of the calls turned away at the door: the queue full, the process down.',
    unit: 'share',
    better: 'lower',
    of: ({ turnedAway, arrivals }) => (arrivals === 0 ? null : turnedAway / arrivals),
  }),
  defineMetric({
    kind: 'gave-up',
    scope: 'service',
    summary: 'Share of the calls that left the queue before they got a thread.',
    unit: 'share',
    better: 'lower',
    of: ({ gaveUp, arrivals }) => (arrivals === 0 ? null : gaveUp.count / arrivals),
  }),
  defineMetric({
    kind: 'cancelled',
    scope: 'service',
    summary: 'Share of the calls that their caller took back.',
    unit: 'share',
    better: 'lower',
    onRequest: true,
    of: ({ cancelled, arrivals }) => (arrivals === 0 ? null : cancelled / arrivals),
  }),
  defineMetric({
    kind: 'delayed',
    scope: 'service',
    summary:
      'Share of the calls let in that found no free thread, whether they got one later or gave up.',
    unit: 'share',
    better: 'lower',
    onRequest: true,
    of({ started, waited, gaveUp }) {
      const count = started + gaveUp.count;
      return count === 0 ? null : (waited * started + gaveUp.count) / count;
    },
  }),
  defineMetric({
    kind: 'waited',
    scope: 'service',
    summary: 'Share of the calls with a thread that had to wait for it.',
    unit: 'share',
    better: 'lower',
    onRequest: true,
    of: ({ waited }) => waited,
  }),
  defineMetric({
    kind: 'queueing',
    scope: 'service',
    summary: 'Time in the queue, of calls that got a thread and calls that gave up: the mean.',
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of: ({ wait, gaveUp }) => {
      const count = wait.count + gaveUp.count;
      return count === 0 ? null : (wait.mean * wait.count + gaveUp.mean * gaveUp.count) / count;
    },
  }),
  defineMetric({
    kind: 'visits',
    scope: 'service',
    summary: 'Calls that reached it, for each request of any client.',
    unit: 'ratio',
    better: 'lower',
    of: ({ arrivals }, { run }) => {
      const sent = Object.values(run.clients).reduce((sum, client) => sum + client.sent, 0);
      return sent === 0 ? null : arrivals / sent;
    },
  }),
  defineMetric({
    kind: 'amplification',
    scope: 'service',
    summary: 'Calls that reached it over the calls that its requests need when nothing fails.',
    unit: 'ratio',
    better: 'lower',
    onRequest: true,
    of: (station, context) => amplification(nameOf(station, context), context),
  }),
  ...times('wait', 'Time that calls waited for a thread', ({ wait }) => wait),
  ...times(
    'sojourn',
    'Time from arrival to answer, of calls with a thread',
    ({ sojourn }) => sojourn,
  ),
  ...occupancy,
];
