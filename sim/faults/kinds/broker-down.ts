import { reference } from '../../catalogue/scalars.js';
import { defineFault } from '../fault.js';

export const brokerDown = defineFault({
  kind: 'broker-down',
  summary: 'A broker refuses publishers and delivers nothing; what it has stored stays.',
  source: 'loss of quorum: RabbitMQ quorum queues, Kafka below min.insync.replicas',
  target: 'broker',
  options: { target: reference('broker', { doc: 'Which broker.' }) },
  create:
    ({ target }, site) =>
    () => {
      const broker = site.broker(target);
      broker.setDown(true);
      return () => broker.setDown(false);
    },
});
