/** Workers that pull from one consumer of a stream, with the plain requests of JetStream. */
import { createInbox, type Msg, type NatsConnection } from '@nats-io/transport-node';
import type { Conversation } from './conversation.js';
import { type Connect, socketOf } from './nats.js';
import { millisecondsOf } from './redis-streams.js';
import type { Listener, Play } from './stage.js';

const [STREAM, SUBJECT, CONSUMER] = ['JOBS', 'jobs', 'workers'];
const DEAD = `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${STREAM}.${CONSUMER}`;

/** A duration in nanoseconds, as the server takes it. */
const nanoseconds = (duration: unknown) => millisecondsOf(duration) * 1e6;

export async function openJetStream(
  connect: Connect,
  { broker, subscriber = {} }: Conversation,
  listener: Listener,
): Promise<Play> {
  const home = await connect();
  const ask = async (what: string, body: object = {}) => {
    const answer = await home.request(`$JS.API.${what}`, JSON.stringify(body), { timeout: 5000 });
    return answer.json<{ error?: { code: number; description: string } }>();
  };
  const insist = async (what: string, body: object) => {
    const { error } = await ask(what, body);
    if (error !== undefined) throw new Error(`${what}: ${error.description}`);
  };
  await ask(`STREAM.DELETE.${STREAM}`);
  const most = 'max-messages' in broker ? { max_msgs: broker['max-messages'] } : {};
  const age = 'max-age' in broker ? { max_age: nanoseconds(broker['max-age']) } : {};
  await insist(`STREAM.CREATE.${STREAM}`, {
    ...{ name: STREAM, subjects: [SUBJECT], storage: 'file', num_replicas: 1 },
    ...{ retention: 'workqueue', discard: 'new', ...most, ...age },
  });
  const times = subscriber['max-deliver'];
  await insist(`CONSUMER.DURABLE.CREATE.${STREAM}.${CONSUMER}`, {
    stream_name: STREAM,
    config: {
      ...{ durable_name: CONSUMER, deliver_policy: 'all', ack_policy: 'explicit' },
      ack_wait: nanoseconds(subscriber['ack-wait'] ?? '30s'),
      max_deliver: typeof times === 'number' ? times : -1,
      max_ack_pending: subscriber['max-ack-pending'] ?? 1000,
    },
  });
  home.subscribe(DEAD, {
    callback: (_, message) => {
      listener.told('dead', `${message.json<{ stream_seq: number }>().stream_seq}`);
    },
  });
  await home.flush();
  const delay = nanoseconds(subscriber['nak-delay'] ?? '0s');
  const no = delay === 0 ? '-NAK' : `-NAK ${JSON.stringify({ delay })}`;
  const workers = new Map<number, NatsConnection>();

  return {
    publish(number) {
      void home.request(SUBJECT, `${number}`, { timeout: 5000 }).then((answer) => {
        const { error } = answer.json<{ error?: object }>();
        if (error !== undefined) listener.told('publisher', `no to ${number}`);
      });
    },
    async join(consumer) {
      const connection = await connect();
      workers.set(consumer, connection);
      const inbox = createInbox();
      const pull = (batch: number) => {
        if (connection.isClosed()) return;
        const body = JSON.stringify({ batch, expires: nanoseconds('30s') });
        const subject = `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${CONSUMER}`;
        connection.publish(subject, body, { reply: inbox });
      };
      connection.subscribe(inbox, {
        callback: (_, message) => {
          const times = deliveriesOf(message);
          if (times === null) return;
          listener.taken(consumer, Number(message.string()), times, (ok) => {
            message.respond(ok ? '+ACK' : no);
            // The server hears answers and requests in no particular order.
            setTimeout(() => pull(1), 10);
          });
        },
      });
      const hands = subscriber['concurrency'];
      pull(typeof hands === 'number' ? hands : 1);
      await connection.flush();
    },
    kill: (consumer) => socketOf(workers.get(consumer) as NatsConnection).destroy(),
    async close() {
      for (const connection of [...workers.values(), home]) {
        if (!connection.isClosed()) await connection.close();
      }
    },
  };
}

/** Of `$JS.ACK.<stream>.<consumer>.<deliveries>...`, to which the answer goes; null for what is no message. */
function deliveriesOf({ reply }: Msg): number | null {
  const parts = (reply ?? '').split('.');
  return parts[1] === 'ACK' ? Number(parts[4]) : null;
}
