import { choice, duration, integer, size } from '../../catalogue/scalars.js';
import { defineBroker } from '../broker.js';
import { createFanOut, everyInstance, LISTENER, MESSAGE_SIZE } from '../presets/fanout.js';
import { subscribers } from '../subscription.js';

export const nats = defineBroker({
  kind: 'nats',
  summary:
    'NATS core: at most once, to whoever is connected; a slow subscriber loses messages, and no publisher notices.',
  source: 'NATS 2.10 documentation: core NATS, queue groups, slow consumers',
  options: {
    'message-size': MESSAGE_SIZE,
    'pending-messages': integer({
      doc: 'Messages that wait in a subscriber; what comes then is dropped.',
      default: 65_536,
      min: 1,
      source: 'pending limit of a client subscription',
    }),
    'pending-bytes': size({
      doc: 'The same in bytes.',
      default: '64MiB',
      source: 'pending limit of a client subscription',
    }),
    'slow-subscriber': choice(['drop', 'close'], {
      doc: 'With as much pending as there may be: its client drops what is new; or the server closes the connection of a client that does not read. Such a client still reads what waited, and what comes until it is back is lost.',
      default: 'drop',
      source:
        'clients with a pending limit, such as Go, Java and Python; max_pending of the server',
    }),
    reconnect: duration({
      doc: 'How long it takes until a subscriber is back whose connection was closed.',
      default: '2s',
      source: 'reconnectTimeWait',
    }),
    subscribers: subscribers({
      ...LISTENER,
      'every-instance': everyInstance(
        false,
        'a queue group, of which the server chooses any member',
      ),
    }),
  },
  create: (options, site) => {
    const bytes = Math.floor(options['pending-bytes'] / options['message-size']);
    return createFanOut(site, options.subscribers, {
      buffer: Math.min(options['pending-messages'], bytes),
      softBuffer: Number.POSITIVE_INFINITY,
      softTime: 0,
      choice: 'chance',
      whenFull: options['slow-subscriber'],
      reconnect: options.reconnect,
      // No responders: since 2.2.
      tellsOfNobody: true,
    });
  },
});
