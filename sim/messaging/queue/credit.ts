/** Credit flow: a connection that publishes faster than its queues take in is held back, long before memory runs out. */
import type { Call, Handler } from '../../primitives/call.js';
import { PlacedHandler } from '../../primitives/handler.js';
import { CallList } from '../../primitives/line.js';
import type { PublisherSite } from '../broker.js';

/** A call waits for credit, or has some. */
const WAITING = 1;
const SENT = 2;

/**
 * One connection of a publisher.
 * @param credit messages under way at once that the broker has not taken in; others wait in the connection.
 */
export function creditFlow(site: PublisherSite, network: Handler, credit: number): Handler {
  const waiting = new CallList();
  let underWay = 0;
  const send = (call: Call) => {
    call.state = SENT;
    underWay++;
    call.proceed();
  };
  return new PlacedHandler(
    site.place,
    {
      enter(call) {
        if (underWay < credit) {
          send(call);
          return;
        }
        call.state = WAITING;
        waiting.append(call);
      },
      left(call) {
        if (call.state === WAITING) waiting.remove(call);
        if (call.state !== SENT) return;
        underWay--;
        const { first } = waiting;
        if (first === null) return;
        waiting.remove(first);
        send(first);
      },
    },
    network,
    { process: site.process },
  );
}
