import { duration } from '../../catalogue/scalars.js';
import { defineBroker } from '../broker.js';
import { createSqs, SQS } from '../presets/sqs.js';

export const sqsFifo = defineBroker({
  kind: 'sqs-fifo',
  summary:
    'Amazon SQS, FIFO queues: messages with the same key (the group) are received in order, one at a time.',
  source: 'Amazon SQS Developer Guide: FIFO queues, quotas (2025)',
  keyed: true,
  options: {
    ...SQS,
    'deduplication-window': duration({
      doc: 'A message of the same request that comes again within this time is dropped.',
      default: '5m',
      source: 'deduplication interval',
    }),
  },
  create: ({ 'deduplication-window': deduplicate, ...options }, site) =>
    createSqs(options, site, { deduplicate }),
});
