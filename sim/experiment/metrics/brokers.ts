/** Metrics of a broker, over its subscribers. */
import type { Summary } from '../../math/histogram.js';
import type { SubscriptionResult } from '../../telemetry/messages.js';
import type { Value } from '../estimate.js';
import { defineMetric, observed } from '../metric.js';
import { catchUp } from '../recovery.js';

type Count = (subscription: SubscriptionResult) => number;

/** The age of messages when they are done with, of the subscriber that lags most. */
function oldest(all: readonly SubscriptionResult[], pick: (age: Summary) => number): Value {
  return all.reduce<Value>((worst, { age }) => {
    const value = observed(age, pick);
    return worst === null || (value !== null && value > worst) ? value : worst;
  }, null);
}

/** One count over another, both over all subscribers. */
function ratio(all: readonly SubscriptionResult[], part: Count, whole: Count): Value {
  const sum = (count: Count) => all.reduce((total, each) => total + count(each), 0);
  return sum(whole) === 0 ? null : sum(part) / sum(whole);
}

/** A count over all subscribers. */
function total(kind: string, summary: string, count: Count) {
  return defineMetric({
    kind,
    scope: 'broker',
    summary,
    unit: 'count',
    better: 'lower',
    onRequest: true,
    of: (all) => all.reduce((sum, each) => sum + count(each), 0),
  });
}

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
    kind: 'catch-up',
    scope: 'broker',
    summary: 'From the end of the last fault until the backlog is as small as before the first.',
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of(all, { run }) {
      const seconds = all
        .map(({ timeline }) => catchUp(run, timeline.backlog))
        .filter((each) => each !== null);
      return seconds.length === 0 ? null : Math.max(...seconds) * 1e9;
    },
  }),
  defineMetric({
    kind: 'age',
    scope: 'broker',
    summary: 'From publication until a message is done with: the mean.',
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of: (all) => oldest(all, ({ mean }) => mean),
  }),
  defineMetric({
    kind: 'age-p99',
    scope: 'broker',
    summary: 'Ninety-nine in a hundred messages were done with sooner after publication.',
    unit: 'duration',
    better: 'lower',
    of: (all) => oldest(all, ({ p99 }) => p99),
  }),
  defineMetric({
    kind: 'age-max',
    scope: 'broker',
    summary: 'From publication until a message is done with: the longest.',
    unit: 'duration',
    better: 'lower',
    onRequest: true,
    of: (all) => oldest(all, ({ max }) => max),
  }),
  defineMetric({
    kind: 'deliveries',
    scope: 'broker',
    summary: 'Deliveries for each message published.',
    unit: 'ratio',
    better: 'lower',
    onRequest: true,
    of: (all) =>
      ratio(
        all,
        ({ deliveries }) => deliveries,
        ({ published }) => published,
      ),
  }),
  defineMetric({
    kind: 'acknowledged',
    scope: 'broker',
    summary: 'Share of the deliveries that were acknowledged.',
    unit: 'share',
    better: 'higher',
    onRequest: true,
    of: (all) =>
      ratio(
        all,
        ({ acknowledged }) => acknowledged,
        ({ deliveries }) => deliveries,
      ),
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
    summary:
      'Messages gone that had been confirmed to their publisher, or handed to a consumer which had not promised to acknowledge them.',
    unit: 'count',
    better: 'lower',
    of: (all) => all.reduce((sum, { lost }) => sum + lost, 0),
  }),
  total('expired', 'Messages that grew too old before anybody took them.', (each) => each.expired),
  total(
    'overflowed',
    'Messages thrown away because there was no room for them.',
    (each) => each.overflowed,
  ),
  total(
    'repeated',
    'Times that a message was worked on to the end once more.',
    (each) => each.repeated,
  ),
  total(
    'out-of-order',
    'Messages worked on only after a later one with the same key.',
    (each) => each.outOfOrder,
  ),
  total('replayed', 'Dead letters that were put back to where they died.', (each) => each.replayed),
  total(
    'late',
    'Messages worked on to the end for the first time later than `late-after` allows.',
    (each) => each.late,
  ),
  total(
    'orphans',
    'Replies that came when nobody waited for them any more.',
    (each) => each.orphans,
  ),
  total(
    'rebalances',
    'Times that the consumers shared the partitions out anew.',
    (each) => each.rebalances,
  ),
  defineMetric({
    kind: 'batch',
    scope: 'broker',
    summary: 'Messages in a batch, on average, where producers gather them.',
    unit: 'ratio',
    better: 'higher',
    onRequest: true,
    of: (all) =>
      ratio(
        all,
        ({ published }) => published,
        ({ batches }) => batches,
      ),
  }),
  defineMetric({
    kind: 'rebalancing',
    scope: 'broker',
    summary: 'Share of the time in which a rebalance was going on, of the worst subscriber.',
    unit: 'share',
    better: 'lower',
    onRequest: true,
    of: (all, { run }) =>
      Math.max(...all.map(({ rebalancing }) => rebalancing)) / (run.measured * 1e9),
  }),
  defineMetric({
    kind: 'handled',
    scope: 'broker',
    summary: 'Messages acknowledged per second, of the slowest subscriber.',
    unit: 'rate',
    better: 'higher',
    onRequest: true,
    of: (all, { run }) => Math.min(...all.map(({ acknowledged }) => acknowledged)) / run.measured,
  }),
];
