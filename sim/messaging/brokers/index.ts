/** The catalogue of brokers: one line each. */
import { Catalogue } from '../../catalogue/catalogue.js';
import { eventBus } from './event-bus.js';
import { jetstream } from './jetstream.js';
import { kafka } from './kafka.js';
import { kafka3 } from './kafka-3.js';
import { kinesis } from './kinesis.js';
import { log } from './log.js';
import { nats } from './nats.js';
import { queue } from './queue.js';
import { rabbitmq } from './rabbitmq.js';
import { rabbitmq3 } from './rabbitmq-3.js';
import { redisPubsub } from './redis-pubsub.js';
import { redisStreams } from './redis-streams.js';
import { sqs } from './sqs.js';
import { sqsFifo } from './sqs-fifo.js';

export const brokers = new Catalogue('kind of broker', 'brokers', [
  queue,
  log,
  kafka,
  kafka3,
  rabbitmq,
  rabbitmq3,
  sqs,
  sqsFifo,
  nats,
  jetstream,
  redisPubsub,
  redisStreams,
  kinesis,
  eventBus,
]);
