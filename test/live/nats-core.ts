/** Subscribers of a subject, in a group or each for itself. */
import type { NatsConnection } from '@nats-io/transport-node';
import type { Conversation } from './conversation.js';
import { type Connect, socketOf } from './nats.js';
import { OneByOne } from './one-by-one.js';
import { bytesOf } from './redis-pubsub.js';
import { millisecondsOf } from './redis-streams.js';
import type { Listener, Play } from './stage.js';

const SUBJECT = 'jobs';
/** What a message takes beside its content. */
const FRAME = 4096;
const MEBIBYTE = 1024 * 1024;

export async function openNats(
  connect: Connect,
  { broker, subscriber = {} }: Conversation,
  listener: Listener,
): Promise<Play> {
  const home = await connect();
  const padding = ' '.repeat(bytesOf(broker['message-size'] ?? '8KiB') - FRAME);
  const all = new Map<number, NatsConnection>();
  let open = true;

  async function join(consumer: number): Promise<void> {
    const connection = await connect();
    all.set(consumer, connection);
    const worker = new OneByOne(
      consumer,
      socketOf(connection),
      padding.length < MEBIBYTE,
      listener,
    );
    const group = subscriber['every-instance'] === true ? {} : { queue: 'workers' };
    connection.subscribe(SUBJECT, {
      ...group,
      callback: (error, message) => {
        if (error === null) worker.take(Number.parseInt(message.string().slice(0, 8), 10));
      },
    });
    await connection.flush();
    void connection.closed().then(() => {
      const again = () => open && all.get(consumer) === connection && void join(consumer);
      setTimeout(again, millisecondsOf(broker['reconnect'] ?? '1s'));
    });
  }

  return {
    publish: (number) => home.publish(SUBJECT, `${number} ${padding}`),
    join,
    kill(consumer) {
      const connection = all.get(consumer) as NatsConnection;
      all.delete(consumer);
      socketOf(connection).destroy();
    },
    async close() {
      open = false;
      for (const connection of [...all.values(), home]) {
        if (!connection.isClosed()) await connection.close();
      }
    },
  };
}
