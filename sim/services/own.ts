/** What each instance of a service has of its own, for steps that are the same for all. */
import type { Call } from '../primitives/call.js';
import { instanceOf } from './instance.js';

export class Own<T> {
  /** @param index among what the instance has. */
  constructor(private readonly index: number) {}

  /** That of the instance which handles a call, or a part of one. */
  of(call: Call): T {
    return instanceOf(call).parts[this.index] as T;
  }
}
