import { defineBroker } from '../broker.js';
import { createSqs, SQS } from '../presets/sqs.js';

export const sqs = defineBroker({
  kind: 'sqs',
  summary:
    'Amazon SQS, standard queues: a message received is hidden for a while, and comes back unless it is deleted.',
  source: 'Amazon SQS Developer Guide: visibility timeout, dead-letter queues, quotas (2025)',
  options: SQS,
  create: (options, site) => createSqs(options, site, null),
});
