import { duration, integer, limit } from '../../catalogue/scalars.js';
import { distribution } from '../../primitives/distributions/index.js';
import { Broker, defineBroker, subscriptionsOf } from '../broker.js';
import { PULLED } from '../queue/rules.js';
import { QueueSubscription } from '../queue/subscription.js';
import { CARE, subscribers } from '../subscription.js';

export const jetstream = defineBroker({
  kind: 'jetstream',
  summary:
    'NATS JetStream: messages are stored, pulled by consumers, and delivered again unless they are acknowledged in time.',
  source: 'NATS 2.10 documentation: JetStream streams and consumers',
  options: {
    write: distribution({
      doc: 'Time until a message is stored on a majority of the replicas.',
      default: '2ms',
      source: 'an estimate',
    }),
    'deduplication-window': duration({
      doc: 'A message of the same request that comes again within this time is dropped (Nats-Msg-Id).',
      default: '2m',
      source: 'Duplicates',
    }),
    'max-messages': limit({
      doc: 'Messages kept for a subscriber; then publishers are told no (discard new).',
      default: 'unlimited',
      min: 1,
      source: 'MaxMsgs',
    }),
    'max-age': duration({
      doc: 'A message older than this is deleted; without, none is.',
      optional: true,
      source: 'MaxAge',
    }),
    subscribers: subscribers({
      'ack-wait': duration({
        doc: 'Without an acknowledgement for so long a message is delivered again; one that comes later still counts.',
        default: '30s',
        min: '1ms',
        source: 'AckWait',
      }),
      'max-deliver': limit({
        doc: 'A message that was delivered so often is a dead letter.',
        default: 'unlimited',
        min: 1,
        source: 'MaxDeliver',
      }),
      'max-ack-pending': integer({
        doc: 'Messages in the hands of all consumers together.',
        default: 1000,
        min: 1,
        source: 'MaxAckPending since 2.8',
      }),
      'nak-delay': duration({
        doc: 'The wait before a message that could not be processed is delivered again.',
        default: '0s',
        source: 'NakWithDelay',
      }),
      concurrency: limit({
        doc: 'Messages that one consumer instance works on at once.',
        default: 'unlimited',
        min: 1,
      }),
      ...CARE,
    }),
  },
  create: (options, site) => {
    const queues = subscriptionsOf(site, options.subscribers, (each, subscriber) => {
      return new QueueSubscription(subscriber, {
        ...PULLED,
        ...each,
        inFlight: each['max-ack-pending'],
        within: each['ack-wait'],
        heartbeat: each['ack-wait'],
        turn: 'longest-free',
        givesUp: 'when-next',
        maxDeliveries: each['max-deliver'],
        redeliverAfter: each['nak-delay'],
        failed: 'front',
        timeToLive: options['max-age'] ?? Number.POSITIVE_INFINITY,
      });
    });
    return new Broker(site, queues, {
      write: options.write,
      capacity: options['max-messages'],
      deduplicate: options['deduplication-window'],
    });
  },
});
