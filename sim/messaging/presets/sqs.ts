/** What both types of Amazon SQS queues have in common. */
import type { Options } from '../../catalogue/field.js';
import { duration, integer, limit } from '../../catalogue/scalars.js';
import { distribution } from '../../primitives/distributions/index.js';
import { Broker, type BrokerModel, type BrokerSite, subscriptionsOf } from '../broker.js';
import { PULLED } from '../queue/rules.js';
import { QueueSubscription } from '../queue/subscription.js';
import { CARE, subscribers } from '../subscription.js';

const QUEUE = {
  visibility: duration({
    doc: 'A message that is not deleted by then can be received again. That is also how one comes back that could not be processed.',
    default: '30s',
    min: '1ms',
    max: '12h',
    source: 'VisibilityTimeout',
  }),
  concurrency: integer({
    doc: 'Messages that one consumer instance works on at once.',
    default: 10,
    min: 1,
    source: 'a receive brings at most 10',
  }),
  'in-flight': limit({
    doc: 'Messages received and not deleted at once; then nothing is received.',
    default: 120_000,
    min: 1,
    source: 'SQS quotas',
  }),
  'max-receives': limit({
    doc: 'A message that was received so often is a dead letter.',
    default: 'unlimited',
    min: 1,
    source: 'maxReceiveCount of the redrive policy',
  }),
  ...CARE,
};

export const SQS = {
  send: distribution({
    doc: 'Time until a message is stored and its sender has the answer.',
    default: { lognormal: { median: '8ms', p99: '60ms' } },
    source: 'an estimate: nothing official is published',
  }),
  delay: duration({
    doc: 'New messages can be received only after so long.',
    default: '0s',
    max: '15m',
    source: 'DelaySeconds',
  }),
  retention: duration({
    doc: 'Messages are deleted after so long.',
    default: '96h',
    min: '1m',
    max: '336h',
    source: 'MessageRetentionPeriod',
  }),
  subscribers: subscribers(QUEUE),
};

/** @param fifo groups are received in order, one message at a time; what comes twice within five minutes is dropped. */
export function createSqs(
  options: Options<typeof SQS>,
  site: BrokerSite,
  fifo: { readonly deduplicate: number; readonly rate: number } | null,
): BrokerModel {
  const queues = subscriptionsOf(site, options.subscribers, (each, subscriber) => {
    return new QueueSubscription(subscriber, {
      ...PULLED,
      ...each,
      inFlight: each['in-flight'],
      within: each.visibility,
      heartbeat: each.visibility,
      noticesFailures: false,
      // An older receipt still deletes, but in a FIFO queue it has expired.
      lateCounts: fifo === null,
      maxDeliveries: each['max-receives'],
      gone: fifo === null ? 'back' : 'original',
      grouped: fifo !== null,
      delay: options.delay,
      timeToLive: options.retention,
    });
  });
  return new Broker(site, queues, {
    write: options.send,
    capacity: Number.POSITIVE_INFINITY,
    deduplicate: fifo?.deduplicate,
    rate: fifo?.rate,
  });
}
