/** Redis, spoken to with ioredis: Streams with a group, and Pub/Sub. */
import { Redis } from 'ioredis';
import type { Conversation } from './conversation.js';
import { freePort, install, newFolder, start, untilReady } from './daemon.js';
import { openPubSub } from './redis-pubsub.js';
import { openStreams } from './redis-streams.js';
import type { Product } from './stage.js';

const SERVER = '/usr/bin/redis-server';

export type Connect = () => Redis;

export async function startRedis(): Promise<Product> {
  install({ 'redis-server': SERVER });
  const folder = newFolder();
  const port = await freePort();
  const daemon = start(folder, [
    SERVER,
    ...['--bind', '127.0.0.1', '--port', `${port}`, '--dir', folder, '--save', ''],
  ]);
  const connect: Connect = () => {
    const client = new Redis({ host: '127.0.0.1', port, protocol: 2, retryStrategy: () => null });
    client.on('error', () => {});
    return client;
  };
  const info = await untilReady(async () => {
    const client = connect();
    try {
      return await client.info('server');
    } finally {
      client.disconnect();
    }
  });
  return {
    name: `Redis ${/redis_version:(\S+)/.exec(info)?.[1]}`,
    open: (conversation: Conversation, listener) =>
      conversation.broker.kind === 'redis-streams'
        ? openStreams(connect, conversation, listener)
        : openPubSub(connect, conversation, listener),
    stop: () => daemon.stop(),
  };
}
