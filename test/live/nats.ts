/** NATS, spoken to with transport-node: the core with groups, and JetStream by its plain requests. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTo, type NatsConnection } from '@nats-io/transport-node';
import type { Conversation } from './conversation.js';
import { freePort, install, newFolder, start, untilReady } from './daemon.js';
import { openJetStream } from './jetstream.js';
import { openNats } from './nats-core.js';
import type { Product } from './stage.js';

const SERVER = '/usr/sbin/nats-server';

export type Connect = () => Promise<NatsConnection>;

/** A server closes the connection of a client for which more than 32 MiB wait. */
const LIMITS = 'max_payload: 8MB, max_pending: 32MB, write_deadline: "60s"';

export async function startNats(): Promise<Product> {
  install({ 'nats-server': SERVER });
  const folder = newFolder();
  const port = await freePort();
  writeFileSync(join(folder, 'server.conf'), `${LIMITS}, jetstream: { store_dir: "${folder}" }`);
  const daemon = start(folder, [
    SERVER,
    ...['--addr', '127.0.0.1', '--port', `${port}`, '--config', join(folder, 'server.conf')],
  ]);
  const connect: Connect = () => connectTo({ servers: `127.0.0.1:${port}`, reconnect: false });
  const first = await untilReady(connect);
  const version = first.info?.version;
  await first.close();
  return {
    name: `NATS ${version}`,
    open: (conversation: Conversation, listener) =>
      conversation.broker.kind === 'jetstream'
        ? openJetStream(connect, conversation, listener)
        : openNats(connect, conversation, listener),
    stop: () => daemon.stop(),
  };
}

/** The socket, which the client keeps to itself. */
export function socketOf(connection: NatsConnection): import('node:net').Socket {
  const { protocol } = connection as unknown as {
    protocol: { transport: { socket: import('node:net').Socket } };
  };
  return protocol.transport.socket;
}
