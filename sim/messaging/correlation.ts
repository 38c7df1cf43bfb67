/** What ties a reply to its request: the correlation identifier and the return address of a message. */
import type { Keyed } from '../kernel/random.js';
import type { Asking } from '../primitives/asking.js';
import type { Call } from '../primitives/call.js';
import type { Outcome } from '../primitives/outcome.js';
import type { Request } from '../primitives/request.js';

/** One request under way. */
export class Correlation {
  constructor(
    /** Who waits for the reply; null once nobody does. */
    public call: Call | null,
    readonly terms: Asking,
    private readonly inbox: Inbox,
  ) {}

  /**
   * A consumer has come to the end of its work.
   * @param orphaned told when the reply comes and nobody waits for it any more.
   */
  reply(letter: Addressed, outcome: Outcome, orphaned: () => void): void {
    this.inbox.send(letter, { correlation: this, outcome, orphaned });
  }
}

/** What a reply has from its request: whose it is, and whose randomness it shares. */
export interface Addressed extends Keyed {
  readonly request: Request;
}

export interface Reply {
  readonly correlation: Correlation;
  readonly outcome: Outcome;
  readonly orphaned: () => void;
}

/** Where replies go. */
export interface Inbox {
  send(letter: Addressed, reply: Reply): void;
}
