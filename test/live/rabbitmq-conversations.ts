/** What is asked of RabbitMQ. */
import type { Conversation } from './conversation.js';

const at = (count: number, every = 0) => Array.from({ length: count }, (_, n) => n * every);

/** a takes longest, c least. */
const UNEVEN = [4.5, 2.5];
const POISON = [{ wait: '200ms' }, { fail: 1 }];

const both = (make: (broker: Conversation['broker'], name: string) => readonly Conversation[]) =>
  (['classic', 'quorum'] as const).flatMap((queue) =>
    make({ kind: 'rabbitmq-3', write: '1ms', queue }, queue),
  );

export const RABBITMQ: readonly Conversation[] = both((broker, queue) => [
  {
    name: `${queue}: prefetch 2, three consumers of uneven speed`,
    broker,
    subscriber: { prefetch: 2 },
    consumers: 3,
    publishes: at(14),
    work: [{ work: '300ms' }],
    paces: UNEVEN,
    lasts: 5000,
  },
  {
    name: `${queue}: who is next of consumers that became free in another order`,
    broker,
    subscriber: { prefetch: 1 },
    consumers: 3,
    publishes: [0, 0, 0, 1600, 2000, 2400, 2800],
    work: [{ work: '300ms' }],
    paces: UNEVEN,
    lasts: 5000,
  },
  {
    name: `${queue}: given back by one consumer, prefetch 3`,
    broker,
    subscriber: { prefetch: 3 },
    publishes: at(5),
    work: [{ wait: '300ms' }, { fail: 0.5 }],
    lasts: 4000,
  },
  {
    name: `${queue}: given back for ever, two consumers`,
    broker,
    subscriber: { prefetch: 1 },
    consumers: 2,
    publishes: [0, 200, 300],
    work: [{ wait: '400ms' }, { fail: 1 }],
    lasts: 2700,
  },
  {
    name: `${queue}: two of three consumers die, one after the other`,
    broker,
    subscriber: { prefetch: 2 },
    consumers: 3,
    publishes: at(8),
    work: [{ work: '900ms' }],
    faults: [
      { crash: 'worker', instances: 1, at: '250ms' },
      { crash: 'worker', instances: 2, at: '500ms' },
    ],
    lasts: 5000,
  },
  {
    name: `${queue}: a consumer dies and comes back`,
    broker,
    subscriber: { prefetch: 'unlimited' },
    publishes: at(5),
    work: [{ work: '800ms' }],
    faults: [{ crash: 'worker', at: '300ms', for: '500ms' }],
    lasts: 3000,
  },
  {
    name: `${queue}: sent without waiting for an acknowledgement, and the consumer dies`,
    broker,
    subscriber: { acknowledge: 'before' },
    publishes: [0, 0, 1200],
    work: [{ work: '800ms' }],
    faults: [{ crash: 'worker', at: '300ms', for: '500ms' }],
    lasts: 3000,
  },
  {
    name: `${queue}: rejected messages are dead letters`,
    broker,
    subscriber: { prefetch: 2, reject: 'dead-letter', 'dead-letters': 'attic' },
    publishes: at(3),
    work: POISON,
    lasts: 2000,
  },
  {
    name: `${queue}: messages grow too old behind a slow consumer`,
    broker: { ...broker, 'message-ttl': '500ms' },
    subscriber: { prefetch: 1, 'dead-letters': 'attic' },
    publishes: [0, 0, 0, 700],
    work: [{ work: '1s' }],
    lasts: 3000,
  },
  {
    name: `${queue}: a message grows too old in a consumer's hands, and is given back`,
    broker: { ...broker, 'message-ttl': '400ms' },
    subscriber: { prefetch: 1, 'dead-letters': 'attic' },
    publishes: [0, 0],
    work: [{ wait: '900ms' }, { fail: 1 }],
    lasts: 3000,
  },
  {
    name: `${queue}: full, the oldest goes`,
    broker: { ...broker, 'max-length': 2 },
    subscriber: { prefetch: 1, 'dead-letters': 'attic' },
    publishes: [0, 200, 400, 600, 800],
    work: [{ work: '1500ms' }],
    lasts: 5000,
  },
  {
    name: `${queue}: full, the publisher is told no`,
    broker: { ...broker, 'max-length': 2, overflow: 'reject-publish' },
    subscriber: { prefetch: 1 },
    publishes: [0, 200, 400, 600, 800, 2000],
    work: [{ work: '1500ms' }],
    lasts: 7000,
  },
  {
    name: `${queue}: full, eight published at once`,
    broker: { ...broker, 'max-length': 2, overflow: 'reject-publish' },
    subscriber: { prefetch: 1 },
    publishes: [0, ...at(8).map(() => 300)],
    work: [{ work: '600ms' }],
    lasts: 6000,
  },
]).concat([
  {
    name: 'classic: full, refused messages are dead letters',
    broker: {
      kind: 'rabbitmq-3',
      write: '1ms',
      queue: 'classic',
      'max-length': 1,
      overflow: 'reject-publish-dlx',
    },
    subscriber: { prefetch: 1, 'dead-letters': 'attic' },
    publishes: [0, 200, 400],
    work: [{ work: '1s' }],
    lasts: 3000,
  },
  {
    name: 'quorum: given back for ever, two consumers, with a limit',
    broker: { kind: 'rabbitmq-3', write: '1ms', queue: 'quorum' },
    subscriber: { prefetch: 1, 'delivery-limit': 50 },
    consumers: 2,
    publishes: [0, 200, 300],
    work: [{ wait: '400ms' }, { fail: 1 }],
    lasts: 2700,
  },
  {
    name: 'quorum: full at five, the publisher is told no until there is room again',
    broker: {
      kind: 'rabbitmq-3',
      write: '1ms',
      queue: 'quorum',
      'max-length': 5,
      overflow: 'reject-publish',
    },
    subscriber: { prefetch: 1 },
    publishes: [0, 200, 200, 200, 200, 200, 200, 500, 1200, 1600, 2200, 2600],
    work: [{ work: '1s' }],
    lasts: 9000,
  },
  {
    name: 'quorum: delivered again at most twice, refused each time',
    broker: { kind: 'rabbitmq-3', write: '1ms', queue: 'quorum' },
    subscriber: { prefetch: 1, 'delivery-limit': 2, 'dead-letters': 'attic' },
    publishes: at(2),
    work: POISON,
    lasts: 3000,
  },
  {
    name: 'quorum: delivered again at most once, consumers die',
    broker: { kind: 'rabbitmq-3', write: '1ms', queue: 'quorum' },
    subscriber: { prefetch: 1, 'delivery-limit': 1, 'dead-letters': 'attic' },
    publishes: at(2),
    work: [{ work: '900ms' }],
    faults: [
      { crash: 'worker', at: '200ms', for: '200ms' },
      { crash: 'worker', at: '600ms', for: '200ms' },
    ],
    lasts: 4000,
  },
]);
