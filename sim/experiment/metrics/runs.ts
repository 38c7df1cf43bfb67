/** Metrics of a run as a whole. */
import { defineMetric } from '../metric.js';
import { recovery } from '../recovery.js';

export const runMetrics = [
  defineMetric({
    kind: 'amplification',
    scope: 'run',
    summary:
      'Calls that reached a service over the calls its requests need when nothing fails; of the service where it is highest.',
    unit: 'ratio',
    better: 'lower',
    of: ({ run, expectedVisits }) => {
      let worst: number | null = null;
      for (const [service, visits] of expectedVisits) {
        const arrivals = run.services[service]?.arrivals ?? 0;
        if (visits > 0) worst = Math.max(worst ?? 0, arrivals / visits);
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
];
