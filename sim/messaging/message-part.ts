/** One message of a batch that a consumer works on at once. */
import { deriveKey } from '../kernel/random.js';
import type { Part } from '../primitives/bundle.js';
import type { Notes } from '../primitives/notes.js';
import type { Process } from '../primitives/process.js';
import type { Request } from '../primitives/request.js';
import type { Message } from './message.js';

export class MessagePart implements Part {
  readonly request: Request;
  keyHigh = 0;
  keyLow = 0;
  failed = false;
  readonly notes: Notes | null;

  /** @param turn tells apart the times that it is delivered. */
  constructor(
    readonly message: Message,
    turn: number,
    readonly process: Process,
  ) {
    this.notes = message.notes;
    this.request = message.request;
    deriveKey(this, message, turn);
  }
}
