import { duration, integer } from '../../catalogue/scalars.js';
import { Broker, defineBroker, INTAKE, subscriptionsOf } from '../broker.js';
import { LogSubscription } from '../log/plain.js';
import { SUBSCRIPTION, subscribers } from '../subscription.js';

export const log = defineBroker({
  kind: 'log',
  summary:
    'Keeps messages in order in partitions; each group of consumers reads on from where it was.',
  source: 'Kreps, Narkhede and Rao, Kafka, NetDB 2011; Apache Kafka 4.0 defaults',
  options: {
    partitions: integer({ doc: 'How many partitions.', default: 12, min: 1, max: 10000 }),
    'commit-every': duration({
      doc: 'How often the group notes how far it has come; 0s after every record.',
      default: '5s',
      source: 'Kafka auto.commit.interval.ms',
    }),
    subscribers: subscribers(SUBSCRIPTION),
    ...INTAKE,
  },
  create: ({ subscribers, partitions, 'commit-every': every, ...intake }, site) => {
    const subscriptions = subscriptionsOf(site, subscribers, (options, each) => {
      return new LogSubscription(each, { ...options, partitions, 'commit-every': every });
    });
    return new Broker(site, subscriptions, intake);
  },
});
