/** One message of a batch that a consumer works on at once. */
import { deriveKey } from '../kernel/random.js';
import type { Part } from '../primitives/bundle.js';
import type { Request } from '../primitives/request.js';
import type { Message } from './message.js';

export class MessagePart implements Part {
  readonly request: Request;
  keyHigh = 0;
  keyLow = 0;
  failed = false;

  /** @param turn tells apart the times that it is delivered. */
  constructor(
    readonly message: Message,
    turn: number,
  ) {
    this.request = message.request;
    deriveKey(this, message, turn);
  }
}
