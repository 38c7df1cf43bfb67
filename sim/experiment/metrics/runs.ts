/** Metrics of a run as a whole. */
import { amplification } from '../context.js';
import { defineMetric } from '../metric.js';
import { recovery } from '../recovery.js';
import type { RunResult } from '../run.js';

/** Share of what was measured in which at least one fault was at work. */
function underFault({ faults, warmup, measured }: RunResult): number {
  const end = warmup + measured;
  const windows = faults
    .flatMap((fault) => fault.windows)
    .map(([from, to]) => [Math.max(from, warmup), Math.min(to ?? end, end)] as const)
    .sort(([a], [b]) => a - b);
  let covered = 0;
  let reached = warmup;
  for (const [from, to] of windows) {
    if (to <= reached) continue;
    covered += to - Math.max(from, reached);
    reached = to;
  }
  return covered / measured;
}

export const runMetrics = [
  defineMetric({
    kind: 'amplification',
    scope: 'run',
    summary:
      'Calls that reached a service over the calls its requests need when nothing fails; of the service where it is highest.',
    unit: 'ratio',
    better: 'lower',
    of(context) {
      let worst: number | null = null;
      for (const service of context.expectedVisits.keys()) {
        const own = amplification(service, context);
        if (own !== null) worst = Math.max(worst ?? 0, own);
      }
      return worst;
    },
  }),
  defineMetric({
    kind: 'wasted',
    scope: 'run',
    summary: 'Share of all core time spent on calls whose caller had left.',
    unit: 'share',
    better: 'lower',
    of: ({ run }) => {
      const stations = Object.values(run.services);
      const used = stations.reduce((sum, { coreSeconds }) => sum + coreSeconds, 0);
      const wasted = stations.reduce((sum, { wastedCoreSeconds }) => sum + wastedCoreSeconds, 0);
      return used === 0 ? null : wasted / used;
    },
  }),
  defineMetric({
    kind: 'core-seconds',
    scope: 'run',
    summary: 'Core time used per second of simulated time.',
    unit: 'ratio',
    better: 'lower',
    of: ({ run }) =>
      Object.values(run.services).reduce((sum, { coreSeconds }) => sum + coreSeconds, 0) /
      run.measured,
  }),
  defineMetric({
    kind: 'messages',
    scope: 'run',
    summary: 'Messages delivered to consumers per second.',
    unit: 'rate',
    better: 'lower',
    of: ({ run }) =>
      Object.values(run.subscriptions).reduce((sum, { deliveries }) => sum + deliveries, 0) /
      run.measured,
  }),
  defineMetric({
    kind: 'recovery',
    scope: 'run',
    summary:
      'From the end of the last fault until requests are answered as before the first, for good.',
    unit: 'duration',
    better: 'lower',
    of: ({ run }) => {
      const seconds = recovery(run);
      return seconds === null ? null : seconds * 1e9;
    },
  }),
  defineMetric({
    kind: 'under-fault',
    scope: 'run',
    summary: 'Share of the time in which at least one fault was at work.',
    unit: 'share',
    better: 'lower',
    onRequest: true,
    of: ({ run }) => underFault(run),
  }),
  defineMetric({
    kind: 'openings',
    scope: 'run',
    summary: 'How often policies that can be open, such as breakers, came to be so, per second.',
    unit: 'rate',
    better: 'lower',
    onRequest: true,
    of: ({ run }) =>
      run.policies.reduce((sum, { entered }) => sum + (entered.open ?? 0), 0) / run.measured,
  }),
  defineMetric({
    kind: 'ejections',
    scope: 'run',
    summary: 'How often senders ejected an instance as an outlier, per second.',
    unit: 'rate',
    better: 'lower',
    onRequest: true,
    of: ({ run }) =>
      run.policies.reduce((sum, { entered }) => sum + (entered.ejected ?? 0), 0) / run.measured,
  }),
];
