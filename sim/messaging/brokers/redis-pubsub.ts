import { duration, size } from '../../catalogue/scalars.js';
import { defineBroker } from '../broker.js';
import { createFanOut, everyInstance, LISTENER, MESSAGE_SIZE } from '../presets/fanout.js';
import { subscribers } from '../subscription.js';

export const redisPubsub = defineBroker({
  kind: 'redis-pubsub',
  summary:
    'Redis Pub/Sub: fire and forget; a subscriber that cannot keep up is cut off and loses what waited for it.',
  source: 'Redis 7 documentation: Pub/Sub, client-output-buffer-limit pubsub 32mb 8mb 60',
  options: {
    'message-size': MESSAGE_SIZE,
    'hard-limit': size({
      doc: 'A subscriber for which so much waits is cut off.',
      default: '32MiB',
      source: 'client-output-buffer-limit pubsub',
    }),
    'soft-limit': size({
      doc: 'One for which so much has waited for the soft time is cut off too.',
      default: '8MiB',
      source: 'client-output-buffer-limit pubsub',
    }),
    'soft-time': duration({
      doc: 'How long the soft limit may be passed.',
      default: '60s',
      source: 'client-output-buffer-limit pubsub',
    }),
    reconnect: duration({
      doc: 'How long it takes until a subscriber is back that was cut off.',
      default: '1s',
      source: 'an assumption about the client',
    }),
    subscribers: subscribers({
      ...LISTENER,
      'every-instance': everyInstance(true, 'Redis Pub/Sub knows no groups'),
    }),
  },
  create: (options, site) => {
    const size = options['message-size'];
    return createFanOut(site, options.subscribers, {
      buffer: Math.floor(options['hard-limit'] / size),
      softBuffer: Math.floor(options['soft-limit'] / size),
      softTime: options['soft-time'],
      choice: 'circle',
      whenFull: 'cut-off',
      reconnect: options.reconnect,
    });
  },
});
