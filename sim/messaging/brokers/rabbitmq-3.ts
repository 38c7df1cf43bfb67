import { defineBroker } from '../broker.js';
import { checkRabbit, createRabbit, rabbitOptions, receives } from '../presets/rabbitmq.js';

const RELEASE = {
  version: '3.13',
  watermark: '40%',
  deliveryLimit: Number.POSITIVE_INFINITY,
} as const;

export const rabbitmq3 = defineBroker({
  kind: 'rabbitmq-3',
  summary:
    'RabbitMQ 3.13: an exchange that routes messages to a queue for each subscriber; consumers get them pushed.',
  source: 'RabbitMQ 3.13 documentation: queues, consumers, confirms, alarms; AMQP 0-9-1',
  options: rabbitOptions(RELEASE),
  check: checkRabbit,
  receives,
  create: (options, site) => createRabbit(RELEASE, options, site),
});
