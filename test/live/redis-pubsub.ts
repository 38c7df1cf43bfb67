/** Subscribers of a channel; one that does not read while it works is cut off when too much waits for it. */
import type { Socket } from 'node:net';
import type { Redis } from 'ioredis';
import type { Conversation } from './conversation.js';
import { OneByOne } from './one-by-one.js';
import type { Connect } from './redis.js';
import { millisecondsOf } from './redis-streams.js';
import type { Listener, Play } from './stage.js';

const CHANNEL = 'jobs';
const FRAME = 4096;
const MEBIBYTE = 1024 * 1024;

export async function openPubSub(
  connect: Connect,
  { broker }: Conversation,
  listener: Listener,
): Promise<Play> {
  const home = connect();
  const inBytes = (name: string) => bytesOf(broker[name] ?? '0B');
  const seconds = millisecondsOf(broker['soft-time'] ?? '0s') / 1000;
  const limit = `pubsub ${inBytes('hard-limit')} ${inBytes('soft-limit')} ${seconds}`;
  await home.config('SET', 'client-output-buffer-limit', limit);
  // The server takes memory in steps: with its frame a message must not be larger than it says.
  const size = bytesOf(broker['message-size'] ?? '8KiB');
  const padding = Buffer.alloc(size - FRAME, ' ');
  const subscribers = new Map<number, Redis>();
  let open = true;

  async function join(consumer: number): Promise<void> {
    const client = connect();
    subscribers.set(consumer, client);
    await client.subscribe(CHANNEL);
    const { stream } = client as unknown as { stream: Socket };
    const worker = new OneByOne(consumer, stream, padding.length < MEBIBYTE, listener);
    client.on('message', (_, text) => worker.take(Number.parseInt(text, 10)));
    stream.on('close', () => {
      const again = () => open && subscribers.get(consumer) === client && void join(consumer);
      setTimeout(again, millisecondsOf(broker['reconnect'] ?? '1s'));
    });
  }

  return {
    publish(number) {
      const message = Buffer.concat([Buffer.from(`${number} `), padding]);
      void home.publish(CHANNEL, message);
    },
    join,
    kill(consumer) {
      const client = subscribers.get(consumer);
      subscribers.delete(consumer);
      client?.disconnect();
    },
    async close() {
      open = false;
      for (const client of subscribers.values()) client.disconnect();
      home.disconnect();
    },
  };
}

export function bytesOf(size: unknown): number {
  const [, amount, unit] = /^([\d.]+)(B|KiB|MiB)$/.exec(String(size)) ?? [];
  if (amount === undefined) throw new Error(`${size}: not in B, KiB or MiB`);
  return Number(amount) * ({ B: 1, KiB: 1024, MiB: MEBIBYTE }[unit as 'B'] ?? 1);
}
