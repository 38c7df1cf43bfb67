import { duration, rate } from '../../catalogue/scalars.js';
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
    'send-rate': rate({
      doc: 'Messages that are taken; one more is answered with rate-limited. 300 calls a second: 300/s where each message is sent by itself.',
      default: '3000/s',
      source: 'SQS quotas: 300 calls a second, each with up to 10 messages',
    }),
  },
  create: ({ 'deduplication-window': deduplicate, 'send-rate': sendRate, ...options }, site) =>
    createSqs(options, site, { deduplicate, rate: sendRate }),
});
