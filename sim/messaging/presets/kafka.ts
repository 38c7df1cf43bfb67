/** What the releases of Apache Kafka have in common: options, and how they become a topic and its groups. */
import type { Options } from '../../catalogue/field.js';
import { choice, duration, flag, integer, size } from '../../catalogue/scalars.js';
import { MILLISECOND } from '../../kernel/time.js';
import { distribution } from '../../primitives/distributions/index.js';
import type { BrokerModel, BrokerSite } from '../broker.js';
import { Topic } from '../log/topic.js';
import { subscribers } from '../subscription.js';
import { checkGroups, createGroups, GROUP } from './kafka-group.js';

/** What differs between releases. */
export interface KafkaRelease {
  readonly version: string;
  readonly linger: '0ms' | '5ms';
}

/** The options of a release. */
export function kafkaOptions({ linger, version }: KafkaRelease) {
  return {
    partitions: integer({ doc: 'How many partitions.', default: 12, min: 1, max: 10_000 }),
    nodes: integer({ doc: 'Brokers of the cluster.', default: 3, min: 1, max: 1000 }),
    replicas: integer({
      doc: 'Copies of each partition, on as many nodes.',
      default: 3,
      min: 1,
      max: 100,
      source: 'usual in production; default.replication.factor is 1',
    }),
    'min-in-sync': integer({
      doc: 'Replicas in sync without which `acks: all` is refused.',
      default: 2,
      min: 1,
      max: 100,
      source: 'usual in production; min.insync.replicas is 1',
    }),
    acks: choice(['none', 'leader', 'all'], {
      doc: 'When a batch is confirmed: when sent, when the leader has it, when all in sync have it.',
      default: 'all',
      source: 'acks, KIP-679',
    }),
    idempotent: flag({
      doc: 'The broker drops what comes twice and keeps the order in which batches were first sent. Without: if `acks` and `max-in-flight` allow it.',
      optional: true,
      source: 'enable.idempotence, KIP-679',
    }),
    'message-size': size({ doc: 'Of one message.', default: '1KiB' }),
    'batch-size': size({
      doc: 'A batch is sent when it is so large.',
      default: '16KiB',
      source: 'batch.size',
    }),
    linger: duration({
      doc: 'A batch waits so long for more messages.',
      default: linger,
      source: `linger.ms of ${version}`,
    }),
    buffer: size({
      doc: 'What a producer holds that is not confirmed yet; then publishing waits.',
      default: '32MiB',
      source: 'buffer.memory',
    }),
    'max-block': duration({
      doc: 'Publishing waits so long for room in the buffer, then fails with queue-full.',
      default: '1m',
      source: 'max.block.ms',
    }),
    'max-in-flight': integer({
      doc: 'Batches on their way to a node at once.',
      default: 5,
      min: 1,
      source: 'max.in.flight.requests.per.connection',
    }),
    'request-timeout': duration({
      doc: 'Without an answer for so long a batch is sent again.',
      default: '30s',
      source: 'request.timeout.ms',
    }),
    'delivery-timeout': duration({
      doc: 'A batch that is not confirmed by then fails.',
      default: '2m',
      source: 'delivery.timeout.ms',
    }),
    'retry-backoff': duration({
      doc: 'The first wait before a batch is sent again; it doubles.',
      default: '100ms',
      source: 'retry.backoff.ms',
    }),
    'retry-backoff-max': duration({
      doc: 'The longest such wait.',
      default: '1s',
      source: 'retry.backoff.max.ms',
    }),
    append: distribution({
      doc: 'Time until the leader has a batch in its log (page cache, not the disk).',
      default: { lognormal: { median: '1ms', p99: '4ms' } },
      source: 'an estimate: 2 ms for acks=leader in all',
    }),
    replicate: distribution({
      doc: 'Time until a follower has fetched and appended what is new.',
      default: { lognormal: { median: '2ms', p99: '8ms' } },
      source: 'an estimate: 4 ms for acks=all in all',
    }),
    'replica-lag': duration({
      doc: 'A follower that has not caught up for so long is not in sync any more.',
      default: '30s',
      min: '1ms',
      source: 'replica.lag.time.max.ms',
    }),
    'node-heartbeat': duration({
      doc: 'Nodes tell the controller so often that they are there.',
      default: '2s',
      min: '1ms',
      source: 'broker.heartbeat.interval.ms (KRaft)',
    }),
    'node-session': duration({
      doc: 'A node that has not been heard of for so long is given up, and what it led gets another leader.',
      default: '9s',
      min: '1ms',
      source: 'broker.session.timeout.ms (KRaft)',
    }),
    election: duration({
      doc: 'From giving a leader up until the next one leads.',
      default: '50ms',
      source: 'an estimate',
    }),
    'unclean-election': flag({
      doc: 'Where no replica in sync is left, another one may lead: the partition is there again, and what that one has not is lost.',
      default: false,
      source: 'unclean.leader.election.enable',
    }),
    'leader-check': duration({
      doc: 'So often partitions are given back to the node that should lead them, if more than a tenth of its own are led by others.',
      default: '5m',
      min: '1ms',
      source: 'leader.imbalance.check.interval.seconds, leader.imbalance.per.broker.percentage',
    }),
    retention: duration({
      doc: 'Records are deleted after so long, read or not.',
      default: '168h',
      source: 'log.retention.hours',
    }),
    'retention-check': duration({
      doc: 'How often that is done.',
      default: '5m',
      min: '1ms',
      source: 'log.retention.check.interval.ms',
    }),
    subscribers: subscribers(GROUP),
  };
}

type KafkaOptions = Options<ReturnType<typeof kafkaOptions>>;

/** What no option by itself can say. */
export function checkKafka(options: KafkaOptions): string | undefined {
  const { nodes, replicas, 'min-in-sync': inSync } = options;
  if (replicas > nodes) return `at most as many replicas as nodes: ${nodes}`;
  if (inSync > replicas) return `min-in-sync of at most the number of replicas: ${replicas}`;
  if (options.idempotent === true && !canBeIdempotent(options)) {
    return 'idempotent: false, or acks: all and a max-in-flight of at most 5';
  }
  return checkGroups(options.subscribers);
}

function canBeIdempotent(options: KafkaOptions): boolean {
  return options.acks === 'all' && options['max-in-flight'] <= 5;
}

export function createKafka(options: KafkaOptions, site: BrokerSite): BrokerModel {
  const groups = createGroups(options, site);
  return new Topic(site, groups, {
    partitions: options.partitions,
    nodes: options.nodes,
    replicas: options.replicas,
    acknowledgements: options.acks,
    minimumInSync: options['min-in-sync'],
    maxLag: options['replica-lag'],
    append: options.append,
    replicate: options.replicate,
    nodeHeartbeat: options['node-heartbeat'],
    nodeSession: options['node-session'],
    election: options.election,
    leaderCheck: options['leader-check'],
    uncleanElection: options['unclean-election'],
    producer: producerOf(options),
  });
}

function producerOf(options: KafkaOptions) {
  return {
    size: options['message-size'],
    batchSize: options['batch-size'],
    buffer: options.buffer,
    linger: options.linger,
    maxBlock: options['max-block'],
    requestTimeout: options['request-timeout'],
    deliveryTimeout: options['delivery-timeout'],
    backoff: Math.max(MILLISECOND, options['retry-backoff']),
    maxBackoff: options['retry-backoff-max'],
    maxInFlight: options['max-in-flight'],
    idempotent: options.idempotent ?? canBeIdempotent(options),
    unacknowledged: options.acks === 'none',
  };
}
