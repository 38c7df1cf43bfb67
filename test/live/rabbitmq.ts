/** RabbitMQ, spoken to with amqplib. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import type { Conversation } from './conversation.js';
import { freePort, install, newFolder, start, untilReady } from './daemon.js';
import type { Listener, Play, Product } from './stage.js';

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export async function startRabbit(): Promise<Product> {
  install({ 'rabbitmq-server': SERVER });
  const folder = newFolder();
  const [port, distribution, names] = [await freePort(), await freePort(), await freePort()];
  const mapper = { ERL_EPMD_PORT: `${names}`, ERL_EPMD_ADDRESS: '127.0.0.1', HOME: folder };
  writeFileSync(join(folder, 'plugins'), '[].');
  writeFileSync(join(folder, 'environment'), '');
  const daemon = start(
    folder,
    [SERVER],
    {
      ...mapper,
      RABBITMQ_NODENAME: `faultline-${process.pid}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: `${port}`,
      RABBITMQ_DIST_PORT: `${distribution}`,
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_CONFIG_FILE: join(folder, 'none'),
      RABBITMQ_CONF_ENV_FILE: join(folder, 'environment'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    },
    () => {
      // The name server of Erlang outlives its node.
      try {
        const env = { ...mapper, PATH: process.env.PATH, ERL_EPMD_RELAXED_COMMAND_CHECK: '1' };
        execFileSync('/usr/bin/epmd', ['-kill'], { env, stdio: 'ignore' });
      } catch {}
    },
  );
  const url = `amqp://guest:guest@127.0.0.1:${port}`;
  const first = await untilReady(() => connect(url));
  const { version } = first.connection.serverProperties;
  await first.close();
  return {
    name: `RabbitMQ ${version}`,
    open: (conversation, listener) => open(url, conversation, listener),
    stop: () => daemon.stop(),
  };
}

const ARGUMENTS = {
  'message-ttl': 'x-message-ttl',
  'max-length': 'x-max-length',
  overflow: 'x-overflow',
  'delivery-limit': 'x-delivery-limit',
} as const;

/** The arguments of a queue that say what the options of the model say. */
function argumentsOf({ broker, subscriber = {} }: Conversation): Record<string, unknown> {
  const options: Record<string, unknown> = { ...broker, ...subscriber };
  const queue: Record<string, unknown> = { 'x-queue-type': broker['queue'] ?? 'quorum' };
  for (const [option, argument] of Object.entries(ARGUMENTS)) {
    const value = options[option];
    if (value === undefined) continue;
    queue[argument] = option === 'message-ttl' ? Number.parseInt(String(value), 10) : value;
  }
  if ('dead-letters' in subscriber) {
    queue['x-dead-letter-exchange'] = '';
    queue['x-dead-letter-routing-key'] = 'attic';
  }
  return queue;
}

async function open(url: string, conversation: Conversation, listener: Listener): Promise<Play> {
  const { subscriber = {} } = conversation;
  const open = new Set<ChannelModel>();
  const connected = async () => {
    const connection = await connect(url);
    connection.on('error', () => {});
    connection.on('close', () => open.delete(connection));
    open.add(connection);
    return connection;
  };
  const home = await connected();
  const channel: ConfirmChannel = await home.createConfirmChannel();
  for (const queue of ['jobs', 'attic']) await channel.deleteQueue(queue);
  await channel.assertQueue('attic', { durable: true });
  await channel.assertQueue('jobs', { durable: true, arguments: argumentsOf(conversation) });
  await channel.consume(
    'attic',
    (message) => message && listener.told('dead', message.content.toString()),
    { noAck: true },
  );
  const consumers = new Map<number, ChannelModel>();
  const noAck = subscriber['acknowledge'] === 'before';
  const requeue = subscriber['reject'] !== 'dead-letter';

  return {
    publish(number) {
      channel.sendToQueue('jobs', Buffer.from(`${number}`), { persistent: true }, (error) => {
        if (error) listener.told('publisher', `no to ${number}`);
      });
    },
    async join(consumer) {
      const connection = await connected();
      consumers.set(consumer, connection);
      const own = await connection.createChannel();
      const prefetch = subscriber['prefetch'];
      if (typeof prefetch === 'number') await own.prefetch(prefetch);
      await own.consume(
        'jobs',
        (message) => {
          if (message === null) return;
          const number = Number(message.content.toString());
          listener.taken(consumer, number, message.fields.redelivered, (ok) => {
            if (noAck) return;
            if (ok) own.ack(message);
            else own.nack(message, false, requeue);
          });
        },
        { noAck },
      );
    },
    kill(consumer) {
      const connection = consumers.get(consumer) as ChannelModel;
      open.delete(connection);
      streamOf(connection).destroy();
    },
    async close() {
      for (const queue of ['jobs', 'attic']) await channel.deleteQueue(queue);
      await Promise.all([...open].map((connection) => connection.close()));
    },
  };
}

/** The socket, which the client keeps to itself. */
function streamOf({ connection }: ChannelModel): Socket {
  return (connection as unknown as { stream: Socket }).stream;
}
