import { defineBroker } from '../broker.js';
import { checkRabbit, createRabbit, rabbitOptions, receives } from '../presets/rabbitmq.js';

const RELEASE = { version: '4.0', watermark: '60%', deliveryLimit: 20 } as const;

export const rabbitmq = defineBroker({
  kind: 'rabbitmq',
  summary:
    'RabbitMQ 4.x: an exchange that routes messages to a queue for each subscriber; consumers get them pushed.',
  source: 'RabbitMQ 4.0 documentation: queues, consumers, confirms, alarms; AMQP 0-9-1',
  options: rabbitOptions(RELEASE),
  check: checkRabbit,
  receives,
  create: (options, site) => createRabbit(RELEASE, options, site),
});
