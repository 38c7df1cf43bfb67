/** What is asked of NATS. */
import type { Conversation, Happening } from './conversation.js';

const JET = { kind: 'jetstream', write: '0s' };
const BIG = {
  kind: 'nats',
  'message-size': '8MiB',
  'pending-bytes': '32MiB',
  'slow-subscriber': 'close',
  reconnect: '1s',
};

/** Of a group whose members are chosen by chance: who got how much, and how often the same one twice in a row. */
function shares(happenings: readonly Happening[]): string {
  const members = [...happenings].sort((a, b) => Number(a.what) - Number(b.what));
  const numbers = new Set(members.map(({ what }) => what));
  const third = members.length / 3;
  const fair = ['a', 'b', 'c'].every((name) => {
    const got = members.filter(({ who }) => who === name).length;
    return Math.abs(got - third) < 5 * Math.sqrt((third * 2) / 3);
  });
  const again = members.filter(({ who }, index) => who === members[index - 1]?.who).length;
  const often = Math.abs(again - third) < 5 * Math.sqrt((third * 2) / 3);
  const once = numbers.size === members.length;
  return [
    `${numbers.size} taken${once ? ' once' : ''}`,
    fair ? 'fair shares' : 'unfair shares',
    again === 0 ? 'in a circle' : often ? 'by chance' : 'neither in a circle nor by chance',
  ].join(', ');
}

export const NATS: readonly Conversation[] = [
  {
    name: 'core: a group of three, six hundred messages',
    broker: { kind: 'nats' },
    consumers: 3,
    publishes: Array.from({ length: 600 }, (_, n) => 2 * n),
    work: [{ wait: '1us' }],
    lasts: 2500,
    tells: shares,
  },
  {
    name: 'core: messages while a subscriber is away',
    broker: { kind: 'nats' },
    subscriber: { 'every-instance': true },
    consumers: 2,
    publishes: [0, 700, 1900],
    faults: [{ crash: 'worker', instances: 1, at: '400ms', for: '1s' }],
    lasts: 2500,
  },
  {
    name: 'core: a subscriber that does not read while it works',
    broker: BIG,
    subscriber: { 'every-instance': true },
    publishes: [0, 200, 400, 600, 800, 1000, 1200, 4000, 10000],
    work: [{ work: '1500ms' }],
    lasts: 11000,
  },
  {
    name: 'JetStream: who is next of workers that became free in another order',
    broker: JET,
    subscriber: { concurrency: 1 },
    consumers: 3,
    publishes: [0, 0, 0, 1600, 2000, 2400, 2800],
    work: [{ work: '300ms' }],
    paces: [4.5, 2.5],
    lasts: 5000,
  },
  {
    name: 'JetStream: a worker dies, its messages come again after the wait',
    broker: JET,
    subscriber: { concurrency: 2, 'ack-wait': '1s' },
    consumers: 2,
    publishes: [0, 0, 0, 0, 0, 0],
    work: [{ work: '400ms' }],
    faults: [{ crash: 'worker', instances: 1, at: '200ms' }],
    lasts: 4000,
  },
  {
    name: 'JetStream: not acknowledged in time, the first answer counts',
    broker: JET,
    subscriber: { concurrency: 1, 'ack-wait': '1s' },
    consumers: 2,
    publishes: [0, 2000],
    work: [{ work: '1500ms' }],
    lasts: 5000,
  },
  {
    name: 'JetStream: refused, delivered at most three times',
    broker: JET,
    subscriber: { concurrency: 1, 'max-deliver': 3, 'dead-letters': 'attic' },
    publishes: [0, 0],
    work: [{ wait: '200ms' }, { fail: 1 }],
    lasts: 3000,
  },
  {
    name: 'JetStream: never acknowledged, delivered at most twice',
    broker: JET,
    subscriber: {
      concurrency: 1,
      'ack-wait': '500ms',
      'max-deliver': 2,
      'dead-letters': 'attic',
    },
    consumers: 3,
    publishes: [0],
    work: [{ wait: '10s' }],
    lasts: 3000,
  },
  {
    name: 'JetStream: refused, and asked for later',
    broker: JET,
    subscriber: { concurrency: 1, 'nak-delay': '700ms', 'max-deliver': 2, 'dead-letters': 'attic' },
    publishes: [0, 0, 0],
    work: [{ wait: '200ms' }, { fail: 1 }],
    lasts: 4000,
  },
  {
    name: 'JetStream: two may be pending with three workers',
    broker: JET,
    subscriber: { concurrency: 1, 'max-ack-pending': 2 },
    consumers: 3,
    publishes: [0, 0, 0, 0, 0],
    work: [{ work: '400ms' }],
    paces: [2, 1.5],
    lasts: 4000,
  },
  {
    name: 'JetStream: full, the publisher is told no',
    broker: { ...JET, 'max-messages': 2 },
    subscriber: { concurrency: 1 },
    publishes: [0, 200, 400, 1500],
    work: [{ work: '1s' }],
    lasts: 4000,
  },
  {
    name: 'JetStream: messages grow too old behind a slow worker',
    broker: { ...JET, 'max-age': '500ms' },
    subscriber: { concurrency: 1 },
    publishes: [0, 0, 0, 900],
    work: [{ work: '800ms' }],
    lasts: 3000,
  },
];
