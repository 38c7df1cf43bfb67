/** Metrics of a broker, over its subscribers. */
import { defineMetric, observed } from '../metric.js';

export const brokerMetrics = [
  defineMetric({
    kind: 'backlog',
    scope: 'broker',
    summary: 'Mean number of messages not yet done with, of the subscriber that lags most.',
    unit: 'count',
    better: 'lower',
    of: (all) => Math.max(...all.map(({ meanBacklog }) => meanBacklog)),
  }),
  defineMetric({
    kind: 'max-backlog',
    scope: 'broker',
    summary: 'The most messages that were not yet done with.',
    unit: 'count',
    better: 'lower',
    of: (all) => Math.max(...all.map(({ maxBacklog }) => maxBacklog)),
  }),
  defineMetric({
    kind: 'age-p99',
    scope: 'broker',
    summary: 'Ninety-nine in a hundred messages were done with sooner after publication.',
    unit: 'duration',
    better: 'lower',
    of: (all) => {
      const ages = all.map(({ age }) => observed(age, ({ p99 }) => p99));
      return ages.reduce(
        (worst, age) => (worst === null || (age ?? 0) > worst ? age : worst),
        null,
      );
    },
  }),
  defineMetric({
    kind: 'redelivered',
    scope: 'broker',
    summary: 'Deliveries of messages that had been delivered before.',
    unit: 'count',
    better: 'lower',
    of: (all) => all.reduce((sum, { redeliveries }) => sum + redeliveries, 0),
  }),
  defineMetric({
    kind: 'dead',
    scope: 'broker',
    summary: 'Messages given up after too many deliveries.',
    unit: 'count',
    better: 'lower',
    of: (all) => all.reduce((sum, { dead }) => sum + dead, 0),
  }),
  defineMetric({
    kind: 'lost',
    scope: 'broker',
    summary: 'Messages that died with a consumer which had not promised to acknowledge them.',
    unit: 'count',
    better: 'lower',
    of: (all) => all.reduce((sum, { lost }) => sum + lost, 0),
  }),
];
