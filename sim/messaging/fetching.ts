/** Fetches over the network: only the first message of what consumers fetch at a time travels. */
import type { Handler } from '../primitives/call.js';
import type { Exchange } from '../primitives/exchange.js';
import { PlacedHandler } from '../primitives/handler.js';
import type { Delivery } from './delivery.js';

/** What lets messages pass to their consumer that have been fetched, and others travel. */
export function fetching(exchange: Exchange, network: Handler, consumer: Handler): Handler {
  return new PlacedHandler(network.place, {
    enter: (call) => {
      const { fetched } = call.cargo as Delivery;
      exchange.open(call, fetched ? consumer : network, 0, 0);
    },
  });
}
