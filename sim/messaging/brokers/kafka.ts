import { defineBroker } from '../broker.js';
import { checkKafka, createKafka, kafkaOptions } from '../presets/kafka.js';

export const kafka = defineBroker({
  kind: 'kafka',
  summary:
    'Apache Kafka 4.x: partitions with replicas on nodes, producers that gather batches, groups that rebalance.',
  source: 'Apache Kafka 4.0 documentation: producer, consumer, topic and broker configurations',
  fetched: true,
  controlled: true,
  options: kafkaOptions({ version: '4.0', linger: '5ms' }),
  check: checkKafka,
  create: createKafka,
});
