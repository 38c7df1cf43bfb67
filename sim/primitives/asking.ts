/** Asking through a broker: the terms on which a message is a request that somebody waits to have answered. */
import type { Duration } from '../kernel/time.js';
import type { Distribution } from './distribution.js';

/** Carried by a call to a broker, it makes a request of the message that the call publishes. */
export class Asking {
  constructor(
    /** Without a reply for so long the request has failed as `timeout`. */
    readonly within: Duration,
    /** Time until a reply is safe where replies are kept; null for at once. */
    readonly replyWrite: Distribution | null,
    /** A failure is answered like a success; otherwise the message is delivered again. */
    readonly answersFailures: boolean,
  ) {}
}
