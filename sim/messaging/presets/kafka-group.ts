/** What the consumer groups of the releases of Apache Kafka have in common: options, and how they become groups. */
import type { Options } from '../../catalogue/field.js';
import { fields, list } from '../../catalogue/groups.js';
import { choice, duration, flag, integer } from '../../catalogue/scalars.js';
import type { Duration } from '../../kernel/time.js';
import { distribution } from '../../primitives/distributions/index.js';
import { type BrokerSite, subscriptionsOf } from '../broker.js';
import { Group } from '../log/group.js';
import { HANDLING } from '../subscription.js';
import { BATCHES } from './batches.js';

const TRANSACTIONS = fields(
  {
    timeout: duration({
      doc: 'A transaction that is neither committed nor aborted by then is aborted.',
      default: '1m',
      min: '1ms',
      source: 'transaction.timeout.ms',
    }),
    commit: distribution({
      doc: 'Time to write the markers of a commit.',
      default: '5ms',
      source: 'an estimate: two round trips and a write to each partition',
    }),
  },
  {
    doc: 'Each record, or batch, is worked on in a transaction: what the operation publishes to Kafka counts together with the offset, or not at all; `commit` has no say. Members have transactional ids of their own: one that is back aborts what it left open.',
    optional: true,
    source: 'KIP-98, KIP-447: exactly-once semantics',
  },
);

export const GROUP = {
  'max-poll-records': integer({
    doc: 'Records that a poll brings at most; they are worked on one after the other.',
    default: 500,
    min: 1,
    source: 'max.poll.records',
  }),
  'max-poll-interval': duration({
    doc: 'A member that does not poll for so long is put out of the group.',
    default: '5m',
    min: '1ms',
    source: 'max.poll.interval.ms',
  }),
  'session-timeout': duration({
    doc: 'Without a heartbeat for so long a member counts as dead.',
    default: '45s',
    min: '1ms',
    source: 'session.timeout.ms since 3.0 (KIP-735)',
  }),
  'heartbeat-interval': duration({
    doc: 'Members learn of a rebalance by their next heartbeat.',
    default: '3s',
    min: '1ms',
    source: 'heartbeat.interval.ms',
  }),
  rebalance: choice(['eager', 'cooperative', 'server'], {
    doc: 'Eager: all members let go of all partitions and wait for the slowest. Cooperative: only what moves is let go of. Server: the coordinator decides, each member learns by its heartbeat what it has to let go of or gets, and nobody waits for anybody else (KIP-848, with 4.0; usual there: a heartbeat-interval of 5s).',
    default: 'eager',
    source: 'partition.assignment.strategy [range, cooperative-sticky]: range, the first, is eager',
  }),
  'join-time': duration({
    doc: 'Joining and sharing out, beside waiting for the members.',
    default: '5ms',
    source: 'two round trips; an estimate',
  }),
  'initial-delay': duration({
    doc: 'A group that was empty waits so long for more members.',
    default: '3s',
    source: 'group.initial.rebalance.delay.ms',
  }),
  static: flag({
    doc: 'Members have names of their own (group.instance.id): one that comes back within the session takes its old place without a rebalance.',
    default: false,
    source: 'KIP-345',
  }),
  commit: choice(['auto', 'batch', 'record', 'before'], {
    doc: 'Auto: at a poll when the interval is over. Batch, record: after each. Before: ahead of the work, at most once.',
    default: 'auto',
    source: 'enable.auto.commit',
  }),
  'commit-every': duration({
    doc: 'The interval of the commits made by themselves.',
    default: '5s',
    source: 'auto.commit.interval.ms',
  }),
  'offset-reset': choice(['latest', 'earliest'], {
    doc: 'Where a group goes on when retention has overtaken it: latest leaves a gap, earliest takes what is left.',
    default: 'latest',
    source: 'auto.offset.reset',
  }),
  ...BATCHES,
  isolation: choice(['read-uncommitted', 'read-committed'], {
    doc: 'Committed: records of a transaction are read when it is committed, and never when it is aborted; what follows an open one in its partition waits.',
    default: 'read-uncommitted',
    source: 'isolation.level',
  }),
  transactions: TRANSACTIONS,
  'retry-topics': list(duration({ doc: 'The wait.', min: '1ms' }), {
    doc: 'A record that fails moves on, to be tried again from a topic of its own after the first of these waits, then the second, and so on; after the last it is a dead letter. What came after it goes on: the order is given up.',
    optional: true,
    max: 100,
    source: 'non-blocking retries of Spring for Apache Kafka (RetryableTopic)',
  }),
  ...HANDLING,
};

type GroupOptions = Options<typeof GROUP>;

/** What no option by itself can say. */
export function checkGroups(
  subscribers: Readonly<Record<string, GroupOptions>>,
): string | undefined {
  for (const [name, group] of Object.entries(subscribers)) {
    if (group.transactions !== undefined && group.commit === 'before') {
      return `${name} with either transactions or commit: before`;
    }
    if (group['retry-topics'] === undefined) continue;
    if (group.transactions !== undefined) return `${name} with either retry-topics or transactions`;
    if (group.listener === 'batch') return `${name} with either retry-topics or a batch listener`;
    if (group.commit === 'before') {
      return `${name} without retry-topics, or committing after the work: what fails is lost with commit: before`;
    }
    if (group['max-deliveries'] !== Number.POSITIVE_INFINITY) {
      return `${name} with either retry-topics or max-deliveries`;
    }
  }
  return undefined;
}

/** What groups need to know of their topic. */
interface TopicOptions {
  readonly partitions: number;
  readonly retention: Duration;
  readonly 'retention-check': Duration;
  readonly subscribers: Readonly<Record<string, GroupOptions>>;
}

export function createGroups(options: TopicOptions, site: BrokerSite): readonly Group[] {
  return subscriptionsOf(site, options.subscribers, (group, each) => {
    return new Group(each, {
      ...group,
      partitions: options.partitions,
      sessionTimeout: group['session-timeout'],
      heartbeat: group['heartbeat-interval'],
      pollInterval: group['max-poll-interval'],
      pollRecords: group['max-poll-records'],
      pollEvery: 0,
      joinTime: group['join-time'],
      initialDelay: group['initial-delay'],
      commitEvery: group['commit-every'],
      retention: options.retention,
      retentionCheck: options['retention-check'],
      reset: group['offset-reset'],
      redeliverAfter: group['redeliver-after'],
      maxDeliveries: group['max-deliveries'],
      retryTopics: group['retry-topics'],
      commit: commitOf(group),
      batches: group.listener === 'batch',
      again: group['batch-retry'],
    });
  });
}

/** Where a transaction holds the offset, each delivery commits. */
function commitOf({ transactions, listener, commit }: GroupOptions) {
  if (transactions === undefined) return commit;
  return listener === 'batch' ? 'batch' : 'record';
}
