import { limit } from '../../catalogue/scalars.js';
import { defineBroker } from '../broker.js';
import { createFanOut, everyInstance, LISTENER } from '../presets/fanout.js';
import { subscribers } from '../subscription.js';

export const eventBus = defineBroker({
  kind: 'event-bus',
  summary:
    'Events in memory, without a broker process: fast, and gone with whoever was to handle them.',
  source: 'publish-subscribe channel: Hohpe and Woolf, Enterprise Integration Patterns, 2003',
  options: {
    buffer: limit({
      doc: 'Events that wait for a listener; what comes then is dropped.',
      default: 'unlimited',
      min: 1,
    }),
    subscribers: subscribers({
      ...LISTENER,
      'every-instance': everyInstance(false, 'an event is handled once'),
    }),
  },
  create: ({ buffer, subscribers: listeners }, site) =>
    createFanOut(site, listeners, {
      buffer,
      softBuffer: Number.POSITIVE_INFINITY,
      softTime: 0,
      choice: 'circle',
      whenFull: 'drop',
      reconnect: 0,
    }),
});
