import { defineBroker } from '../broker.js';
import { checkKafka, createKafka, kafkaOptions } from '../presets/kafka.js';

export const kafka3 = defineBroker({
  kind: 'kafka-3',
  summary:
    'Apache Kafka 3.x: partitions with replicas on nodes, producers that gather batches, groups that rebalance.',
  source: 'Apache Kafka 3.9 documentation: producer, consumer, topic and broker configurations',
  fetched: true,
  controlled: true,
  options: kafkaOptions({ version: '3.9', linger: '0ms' }),
  check: checkKafka,
  create: createKafka,
});
