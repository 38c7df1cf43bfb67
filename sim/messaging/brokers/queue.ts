import { Broker, defineBroker, INTAKE, subscriptionsOf } from '../broker.js';
import { PLAIN } from '../queue/rules.js';
import { QueueSubscription } from '../queue/subscription.js';
import { SUBSCRIPTION, subscribers } from '../subscription.js';

export const queue = defineBroker({
  kind: 'queue',
  summary: 'Keeps a state per message: any free consumer takes the next one, and acknowledges it.',
  source: 'AMQP 0-9-1 (RabbitMQ)',
  options: { subscribers: subscribers(SUBSCRIPTION), ...INTAKE },
  create: ({ subscribers, ...intake }, site) => {
    const subscriptions = subscriptionsOf(site, subscribers, (options, each) => {
      return new QueueSubscription(each, {
        ...PLAIN,
        ...options,
        within: options['acknowledge-within'],
        heartbeat: options['heartbeat-timeout'],
        maxDeliveries: options['max-deliveries'],
        redeliverAfter: options['redeliver-after'],
      });
    });
    return new Broker(site, subscriptions, intake);
  },
});
