/** The products, and what is asked of each. */
import type { Conversation } from './conversation.js';
import { startNats } from './nats.js';
import { NATS } from './nats-conversations.js';
import { startRabbit } from './rabbitmq.js';
import { RABBITMQ } from './rabbitmq-conversations.js';
import { startRedis } from './redis.js';
import { REDIS } from './redis-conversations.js';
import type { Product } from './stage.js';

export interface Subject {
  /** As its section in the table begins. */
  readonly name: string;
  readonly conversations: readonly Conversation[];
  start(): Promise<Product>;
}

export const SUBJECTS: readonly Subject[] = [
  { name: 'RabbitMQ', conversations: RABBITMQ, start: startRabbit },
  { name: 'Redis', conversations: REDIS, start: startRedis },
  { name: 'NATS', conversations: NATS, start: startNats },
];
