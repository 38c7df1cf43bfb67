import { duration, flag, integer, limit } from '../../catalogue/scalars.js';
import { distribution } from '../../primitives/distributions/index.js';
import { Broker, defineBroker, subscriptionsOf } from '../broker.js';
import { PULLED } from '../queue/rules.js';
import { QueueSubscription } from '../queue/subscription.js';
import { CARE, HANDLING, subscribers } from '../subscription.js';

export const redisStreams = defineBroker({
  kind: 'redis-streams',
  summary:
    'Redis Streams: what a consumer has read stays pending with it until it acknowledges, or another one claims it.',
  source: 'Redis 7 documentation: Streams, XREADGROUP, XAUTOCLAIM',
  options: {
    write: distribution({
      doc: 'Time until a message is in the stream.',
      default: '0.5ms',
      source: 'Redis documentation: three in four below 1 ms',
    }),
    'max-length': limit({
      doc: 'Messages kept; one more pushes the oldest out, read or not.',
      default: 'unlimited',
      min: 1,
      source: 'XADD MAXLEN',
    }),
    subscribers: subscribers({
      concurrency: integer({
        doc: 'Messages that one consumer instance works on at once.',
        default: 10,
        min: 1,
        source: 'XREADGROUP COUNT',
      }),
      'min-idle': duration({
        doc: 'Only a message that has been pending for so long can be claimed.',
        default: '1m',
        min: '1ms',
        source: 'an example: XAUTOCLAIM has no default',
      }),
      'claim-every': duration({
        doc: 'How often consumers claim what is pending with others.',
        default: '30s',
        min: '1ms',
        source: 'an assumption: Redis delivers nothing again by itself',
      }),
      'own-pending': flag({
        doc: 'A consumer that restarts first reads what is still pending with it. Without, that waits for somebody to claim it.',
        default: false,
        source: 'XREADGROUP with the ID 0 instead of >',
      }),
      'max-deliveries': HANDLING['max-deliveries'],
      ...CARE,
    }),
  },
  create: (options, site) => {
    const queues = subscriptionsOf(site, options.subscribers, (each, subscriber) => {
      return new QueueSubscription(subscriber, {
        ...PULLED,
        ...each,
        within: each['min-idle'],
        heartbeat: each['min-idle'],
        noticesFailures: false,
        turn: 'longest-free',
        givesUp: 'when-next',
        maxDeliveries: each['max-deliveries'],
        claimEvery: each['claim-every'],
        rereads: each['own-pending'],
        maxLength: options['max-length'],
      });
    });
    return new Broker(site, queues, { write: options.write, capacity: Number.POSITIVE_INFINITY });
  },
});
