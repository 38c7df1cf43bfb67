/** What the releases of RabbitMQ have in common: options, and how they become an exchange and its queues. */
import type { Options } from '../../catalogue/field.js';
import { choice, duration, integer, limit, share, size, text } from '../../catalogue/scalars.js';
import { SECOND } from '../../kernel/time.js';
import { distribution } from '../../primitives/distributions/index.js';
import { type BrokerModel, type BrokerSite, subscriptionsOf } from '../broker.js';
import { EXCHANGES, isBound } from '../queue/bindings.js';
import type { ReturnPlace } from '../queue/ready.js';
import { Router } from '../queue/router.js';
import { PLAIN } from '../queue/rules.js';
import { QueueSubscription } from '../queue/subscription.js';
import { CARE, subscribers } from '../subscription.js';

/** What differs between releases. */
export interface RabbitRelease {
  readonly version: string;
  readonly watermark: '40%' | '60%';
  /** Redeliveries before a message of a quorum queue is given up. */
  readonly deliveryLimit: number;
}

const QUEUE = {
  binding: text({
    doc: 'Which routing keys the queue gets: the same (direct), or a pattern with `*` for a word and `#` for any number of words (topic).',
    default: '#',
  }),
  prefetch: limit({
    doc: 'Messages that one consumer has in hand at once; a quorum queue allows 2000.',
    default: 'unlimited',
    min: 1,
    source: 'basic.qos: unlimited unless set',
  }),
  acknowledge: choice(['after', 'before'], {
    doc: 'After the work; or automatically, as soon as a message is sent: then what dies with its consumer is lost.',
    default: 'after',
  }),
  reject: choice(['requeue', 'dead-letter'], {
    doc: 'What a consumer does with a message that it cannot process.',
    default: 'requeue',
    source: 'basic.nack with requeue, the default of most clients',
  }),
  'requeue-after': duration({
    doc: 'How long the consumer waits before it gives such a message back.',
    default: '0s',
  }),
  'delivery-limit': limit({
    doc: 'Redeliveries before a message is given up. Without: as the release has it for its type of queue.',
    optional: true,
    source: 'quorum queues of 4.0: 20',
  }),
  heartbeat: duration({
    doc: 'A consumer that has been silent for so long counts as dead.',
    default: '60s',
    source: 'heartbeat',
  }),
  'consumer-timeout': duration({
    doc: 'A message that is not acknowledged by then is ready again.',
    default: '30m',
    min: '1ms',
    source: 'consumer_timeout',
  }),
  ...CARE,
};

export function rabbitOptions({ watermark, version }: RabbitRelease) {
  return {
    exchange: choice(EXCHANGES, {
      doc: 'How messages are routed to the queues of the subscribers.',
      default: 'fanout',
    }),
    queue: choice(['quorum', 'classic'], {
      doc: 'Quorum: on a majority of the nodes, survives the loss of one. Classic: on the first node alone.',
      default: 'quorum',
    }),
    write: distribution({
      doc: 'Time to write to disk what has come since the last write, all at once; then it is confirmed.',
      default: '6ms',
      source: '5.9 ms a write (fsync) in the benchmark of RabbitMQ 4.0 with AMQP 1.0',
    }),
    'message-ttl': duration({
      doc: 'A message older than this is dropped, or a dead letter, when it is next.',
      optional: true,
    }),
    'max-length': limit({
      doc: 'Messages that may wait in a queue.',
      default: 'unlimited',
      min: 1,
    }),
    overflow: choice(['drop-head', 'reject-publish', 'reject-publish-dlx'], {
      doc: 'Of a queue that is full: the oldest message goes; the publisher is told no; the same, and the message is a dead letter.',
      default: 'drop-head',
    }),
    'message-size': size({ doc: 'Of one message.', default: '1KiB' }),
    memory: size({ doc: 'Of a node.', default: '16GiB', source: 'an assumption' }),
    watermark: share({
      doc: 'Share of the memory that messages may take; then publishers are blocked, consumers go on.',
      default: watermark,
      source: `vm_memory_high_watermark.relative of ${version}`,
    }),
    credit: limit({
      doc: 'Messages of one publishing instance that the queues have not taken in yet; others wait in its connection, which is in flow.',
      default: 'unlimited',
      min: 1,
      source:
        'credit flow: 400 in RabbitMQ (credit_flow_default_credit); a quorum queue holds a channel at about 64, twice quorum_commands_soft_limit',
    }),
    nodes: integer({ doc: 'Nodes of the cluster.', default: 3, min: 1, max: 99 }),
    election: duration({
      doc: 'From the crash of the leader of a quorum queue until another one leads.',
      default: '1s',
      source: 'Raft in RabbitMQ: about a second',
    }),
    silence: duration({
      doc: 'The same, when the leader only falls silent.',
      default: '11s',
      source: 'two polls of 5 s by the failure detector, and the election',
    }),
    subscribers: subscribers(QUEUE),
  };
}

type RabbitOptions = Options<ReturnType<typeof rabbitOptions>>;

export function checkRabbit({ queue, overflow }: RabbitOptions): string | undefined {
  if (queue === 'classic' || overflow !== 'reject-publish-dlx') return undefined;
  return 'overflow: reject-publish-dlx with classic queues only';
}

export function receives(
  { exchange, subscribers: all }: RabbitOptions,
  subscriber: string,
  topic: string,
): boolean {
  return isBound(exchange, all[subscriber]?.binding ?? '', topic);
}

/** What is given back to a quorum queue that has no limit goes behind all others: so its log can be cut. */
function returnPlace(redeliveries: number): ReturnPlace {
  return redeliveries === Number.POSITIVE_INFINITY ? 'back' : 'returned';
}

export function createRabbit(
  { deliveryLimit }: RabbitRelease,
  options: RabbitOptions,
  site: BrokerSite,
): BrokerModel {
  const quorum = options.queue === 'quorum';
  const names = Object.keys(options.subscribers);
  const queues = subscriptionsOf(site, options.subscribers, (each, subscriber) => {
    const redeliveries =
      each['delivery-limit'] ?? (quorum ? deliveryLimit : Number.POSITIVE_INFINITY);
    return new QueueSubscription(subscriber, {
      ...PLAIN,
      ...each,
      concurrency: quorum ? Math.min(2000, each.prefetch) : each.prefetch,
      within: each['consumer-timeout'],
      heartbeat: each.heartbeat,
      maxDeliveries: each.reject === 'dead-letter' ? 1 : redeliveries + 1,
      redeliverAfter: each['requeue-after'],
      turn: quorum ? 'longest-free' : 'circle',
      failed: quorum ? returnPlace(redeliveries) : 'original',
      gone: quorum ? 'returned' : 'original',
      timeToLive: options['message-ttl'] ?? Number.POSITIVE_INFINITY,
    });
  });
  return new Router(site, queues, {
    write: options.write,
    maxLength: options['max-length'],
    overflow: options.overflow,
    alarm: (options.memory * options.watermark) / options['message-size'],
    credit: options.credit,
    nodes: options.nodes,
    replicated: quorum,
    election: quorum ? options.election : SECOND,
    silence: options.silence,
    receives: (index, topic) => receives(options, names[index] as string, topic),
  });
}
