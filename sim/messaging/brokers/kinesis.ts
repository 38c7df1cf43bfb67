import { duration, integer, limit, rate, size } from '../../catalogue/scalars.js';
import { type Duration, END_OF_TIME, SECOND } from '../../kernel/time.js';
import { distribution } from '../../primitives/distributions/index.js';
import { defineBroker, subscriptionsOf } from '../broker.js';
import { Group } from '../log/group.js';
import { Shards } from '../log/shards.js';
import { BATCHES } from '../presets/batches.js';
import { CARE, HANDLING, subscribers } from '../subscription.js';

/** Bytes a second that a shard takes, and that all its readers together get. */
const BYTES_IN = 1_000_000;
const BYTES_OUT = 2_000_000;

/** Nobody is put out for reading slowly. */
const FOR_EVER = (END_OF_TIME / 4) as Duration;

export const kinesis = defineBroker({
  kind: 'kinesis',
  summary:
    'Amazon Kinesis Data Streams: shards with a rate limit each, read by workers of the client library that poll.',
  source: 'Amazon Kinesis Developer Guide: quotas, Kinesis Client Library (2025)',
  fetched: true,
  options: {
    shards: integer({ doc: 'How many shards.', default: 4, min: 1, max: 10_000 }),
    write: distribution({
      doc: 'Time until a record is stored and its sender has the answer.',
      default: '10ms',
      source: 'an estimate',
    }),
    'message-size': size({ doc: 'Of one record.', default: '1KiB', min: '1B' }),
    'shard-rate': rate({
      doc: 'Records that one shard takes; at most 1 MB of them, either way.',
      default: '1000/s',
      source: 'Kinesis quotas',
    }),
    retention: duration({
      doc: 'Records are deleted after so long, read or not.',
      default: '24h',
      source: 'Kinesis default retention',
    }),
    subscribers: subscribers({
      'poll-every': duration({
        doc: 'Workers wait so long between two reads.',
        default: '1s',
        min: '200ms',
        source: 'idleTimeBetweenReadsInMillis of the Kinesis Client Library',
      }),
      'max-records': integer({
        doc: 'Records that a read brings at most.',
        default: 10_000,
        min: 1,
        max: 10_000,
        source: 'GetRecords',
      }),
      'lease-timeout': duration({
        doc: 'A worker that has been silent for so long loses its shards.',
        default: '10s',
        min: '1ms',
        source: 'failoverTimeMillis of the Kinesis Client Library',
      }),
      ...BATCHES,
      'max-deliveries': limit({
        doc: 'A record that failed so often is a dead letter.',
        default: 'unlimited',
        min: 1,
      }),
      'redeliver-after': HANDLING['redeliver-after'],
      ...CARE,
    }),
  },
  create: (options, site) => {
    const bytes = options['message-size'];
    const groups = subscriptionsOf(site, options.subscribers, (each, subscriber) => {
      return new Group(subscriber, {
        ...each,
        partitions: options.shards,
        sessionTimeout: each['lease-timeout'],
        heartbeat: SECOND,
        pollInterval: FOR_EVER,
        pollRecords: Math.min(each['max-records'], Math.floor(10_000_000 / bytes)),
        pollEvery: each['poll-every'],
        readCost: (bytes * SECOND) / BYTES_OUT,
        rebalance: 'cooperative',
        joinTime: 0,
        initialDelay: 0,
        static: true,
        commit: 'batch',
        commitEvery: 0,
        retention: options.retention,
        retentionCheck: SECOND,
        reset: 'earliest',
        redeliverAfter: each['redeliver-after'],
        maxDeliveries: each['max-deliveries'],
        batches: each.listener === 'batch',
        again: each['batch-retry'],
      });
    });
    const rate = Math.min(options['shard-rate'], BYTES_IN / bytes);
    return new Shards(site, groups, { shards: options.shards, rate, write: options.write });
  },
});
